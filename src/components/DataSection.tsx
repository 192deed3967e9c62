import { Alert, Field, FieldSet, Switch } from '@grafana/ui';
import React, { useId } from 'react';
import { wantsDemo } from '../datasource/settings';
import { type SettingsSectionProps, withSettings } from './settingsChange';
import type { SettingsProblems } from './settingsProblems';

interface Props extends SettingsSectionProps {
  problems: SettingsProblems;
}

/** Demo data or real ones. */
export function DataSection({ options, onOptionsChange, problems }: Props) {
  const id = useId();
  const unasked = wantsDemo({ ...options.jsonData, demo: undefined });
  const isDemo = wantsDemo(options.jsonData);

  // What goes without saying is not stored, so that the first upstream ends the demo by itself.
  const choose = (demo: boolean) =>
    onOptionsChange(withSettings(options, { demo: demo === unasked ? undefined : demo }));

  return (
    <FieldSet label="Data">
      <Field
        label="Demo data"
        description="Invented events instead of every upstream’s, to explore with. On by default while no upstream is configured."
        invalid={problems.data !== undefined}
        error={problems.data}
        disabled={options.readOnly}
      >
        <Switch id={id} value={isDemo} onChange={({ currentTarget }) => choose(currentTarget.checked)} />
      </Field>
      {isDemo && !unasked && (
        <Alert severity="info" title="The upstreams below are not queried while demo data is on" />
      )}
    </FieldSet>
  );
}
