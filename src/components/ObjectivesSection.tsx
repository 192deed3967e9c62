import { Alert, FieldSet, Stack, Text } from '@grafana/ui';
import React from 'react';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import { hasDirectUpstream, usesServer } from '../datasource/settings';
import { ObjectiveTrial } from './ObjectiveTrial';
import type { SettingsDraft } from './settingsChange';
import type { TryObjective } from './tryObjective';
import { type ParsedCatalogue, useParsedCatalogue } from './useParsedCatalogue';

interface Props {
  saved: SettingsDraft;
  isUnsaved: boolean;
  tryObjective: TryObjective;
}

/** The objectives of the saved catalogue, each to be tried with the saved settings. */
export function ObjectivesSection({ saved, isUnsaved, tryObjective }: Props) {
  const stored = useStoredCatalogue(saved.jsonData.catalogue ?? '');
  if (usesServer(saved.jsonData) && !hasDirectUpstream(saved.jsonData)) {
    return (
      <FieldSet label="Objectives">
        <Text color="secondary">
          Objectives can be tried here only where an upstream is configured directly: the Error Budget server takes no
          queries. “Save & test” lists what it measures.
        </Text>
      </FieldSet>
    );
  }
  const objectives = stored.state === 'read' ? stored.catalogue.objectives : [];
  return (
    <FieldSet label="Objectives">
      <Stack direction="column" gap={1}>
        <Text color="secondary">
          Try an objective of the saved catalogue: it is measured now, over its own window, with the saved settings.
        </Text>
        {isUnsaved && (
          <Alert severity="info" title="Save the settings first: objectives are tried with the saved settings" />
        )}
        {stored.state === 'reading' && <Text color="secondary">Reading the catalogue …</Text>}
        {stored.state === 'unreadable' && (
          <Alert severity="error" title="The saved catalogue cannot be read">
            {stored.reason}. Reload the page.
          </Alert>
        )}
        {stored.state === 'read' && objectives.length === 0 && (
          <Text>The saved catalogue holds no objective. Correct it above.</Text>
        )}
        {objectives.map((objective) => (
          <ObjectiveTrial
            key={`${saved.version}:${objective.id}`}
            objective={objective}
            isUnsaved={isUnsaved}
            tryIt={(signal) => tryObjective(saved.uid, objective.id, signal)}
          />
        ))}
      </Stack>
    </FieldSet>
  );
}

/** The catalogue of saved settings: their own text, or the shipped one. */
function useStoredCatalogue(text: string): ParsedCatalogue {
  const own = useParsedCatalogue(text, 0);
  return own.state === 'blank' ? { state: 'read', catalogue: shippedCatalogue } : own;
}
