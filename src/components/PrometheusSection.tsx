import { DataSourcePicker } from '@grafana/runtime';
import { Field, FieldSet, RadioButtonGroup } from '@grafana/ui';
import React, { useId, useState } from 'react';
import { AuthFields } from './AuthFields';
import { type SettingsSectionProps, withSettings } from './settingsChange';
import type { SettingsProblems } from './settingsProblems';
import { UrlField } from './UrlField';

interface Props extends SettingsSectionProps {
  problems: SettingsProblems;
}

type Way = 'url' | 'dataSource';

const WAYS: Array<{ value: Way; label: string }> = [
  { value: 'url', label: 'URL' },
  { value: 'dataSource', label: 'Existing Grafana data source' },
];

/** Prometheus, or whatever speaks its API: by URL, or through a data source that Grafana already has. */
export function PrometheusSection({ options, onOptionsChange, problems }: Props) {
  const { jsonData, readOnly } = options;
  const [chosenWay, setChosenWay] = useState<Way>('url');
  const way = jsonData.prometheusDataSourceUid ? 'dataSource' : chosenWay;

  const choose = (next: Way) => {
    setChosenWay(next);
    // A data source beats the URL, so it must go for the URL to count.
    if (next === 'url') {
      onOptionsChange(withSettings(options, { prometheusDataSourceUid: undefined }));
    }
  };

  return (
    <FieldSet label="Prometheus">
      <Field
        label="Reach Prometheus by"
        description="Mimir, Thanos, VictoriaMetrics and other servers with its API work too."
        disabled={readOnly}
      >
        <RadioButtonGroup aria-label="Reach Prometheus by" options={WAYS} value={way} onChange={choose} />
      </Field>
      {way === 'dataSource' ? (
        <ExistingDataSource options={options} onOptionsChange={onOptionsChange} />
      ) : (
        <>
          <UrlField
            label="Prometheus URL"
            description="Base URL, without /api/v1/query_range."
            placeholder="http://prometheus:9090"
            value={jsonData.prometheusUrl}
            problem={problems.prometheusUrl}
            disabled={readOnly}
            onChange={(prometheusUrl) => onOptionsChange(withSettings(options, { prometheusUrl }))}
          />
          <AuthFields
            upstream="Prometheus"
            modes={['none', 'basic', 'bearer']}
            mode={jsonData.prometheusAuth}
            onModeChange={(prometheusAuth) => onOptionsChange(withSettings(options, { prometheusAuth }))}
            basic="prometheusBasic"
            token="prometheusToken"
            problem={problems.prometheusCredentials}
            options={options}
            onOptionsChange={onOptionsChange}
          />
        </>
      )}
    </FieldSet>
  );
}

function ExistingDataSource({ options, onOptionsChange }: SettingsSectionProps) {
  const id = useId();
  return (
    <Field
      label="Prometheus data source"
      description="Its URL, credentials, HTTP method and custom query parameters are used. Types that sign requests in their backend (Azure, SigV4) cannot be used this way."
      htmlFor={id}
      disabled={options.readOnly}
    >
      <DataSourcePicker
        inputId={id}
        type="prometheus"
        noDefault
        current={options.jsonData.prometheusDataSourceUid ?? null}
        onChange={({ uid }) => onOptionsChange(withSettings(options, { prometheusDataSourceUid: uid }))}
      />
    </Field>
  );
}
