import { Alert, Button, ConfirmModal, Field, FieldSet, RadioButtonGroup, Stack } from '@grafana/ui';
import React, { useState } from 'react';
import { usesServer } from '../datasource/settings';
import { CatalogueEditor } from './CatalogueEditor';
import { type SettingsSectionProps, withSettings } from './settingsChange';
import { useLatestCallback } from './useLatestCallback';
import type { ParsedCatalogue } from './useParsedCatalogue';

interface Props extends SettingsSectionProps {
  parsed: ParsedCatalogue;
}

type Choice = 'shipped' | 'own';

const CHOICES: Array<{ value: Choice; label: string }> = [
  { value: 'shipped', label: 'Shipped' },
  { value: 'own', label: 'Own' },
];

/** Which objectives there are. */
export function CatalogueSection({ options, onOptionsChange, parsed }: Props) {
  const { readOnly } = options;
  const text = options.jsonData.catalogue ?? '';
  const [choice, setChoice] = useState<Choice>(text.trim() === '' ? 'shipped' : 'own');
  const [putAside, setPutAside] = useState('');
  const write = useLatestCallback((catalogue: string) =>
    onOptionsChange(withSettings(options, { catalogue: catalogue === '' ? undefined : catalogue }))
  );

  // The settings hold no choice: a text is the own catalogue, none is the shipped one.
  const choose = (next: Choice) => {
    setChoice(next);
    if (next === 'shipped') {
      setPutAside(text);
      write('');
    } else if (text === '') {
      write(putAside);
    }
  };

  return (
    <FieldSet label="Catalogue">
      <Field
        label="Catalogue of objectives"
        description="OpenSLO v1 documents: the shipped ones, or your own in YAML."
        disabled={readOnly}
      >
        <RadioButtonGroup aria-label="Catalogue of objectives" options={CHOICES} value={choice} onChange={choose} />
      </Field>
      {usesServer(options.jsonData) && (
        <Alert severity="info" title="The catalogue of the Error Budget server is used, not this one" />
      )}
      {choice === 'own' && (
        <Stack direction="column" gap={1}>
          {!readOnly && <LoadShipped isBlank={text.trim() === ''} onLoaded={write} />}
          <CatalogueEditor text={text} parsed={parsed} readOnly={readOnly} onChange={write} />
        </Stack>
      )}
    </FieldSet>
  );
}

function LoadShipped({ isBlank, onLoaded }: { isBlank: boolean; onLoaded: (text: string) => void }) {
  const [isAsking, setIsAsking] = useState(false);
  const [failure, setFailure] = useState<string>();

  const load = async () => {
    setIsAsking(false);
    try {
      const { shippedCatalogueText } = await import('./shippedCatalogueText');
      setFailure(undefined);
      onLoaded(shippedCatalogueText);
    } catch (error) {
      setFailure(String(error));
    }
  };

  return (
    <>
      <div>
        <Button variant="secondary" onClick={() => (isBlank ? void load() : setIsAsking(true))}>
          Load the shipped one
        </Button>
      </div>
      <ConfirmModal
        isOpen={isAsking}
        title="Load the shipped catalogue"
        body="It takes the place of the text in the editor. Nothing is saved yet."
        confirmText="Replace the text"
        confirmButtonVariant="primary"
        onConfirm={load}
        onDismiss={() => setIsAsking(false)}
      />
      {failure !== undefined && (
        <Alert severity="error" title="The shipped catalogue cannot be loaded">
          {failure}. Reload the page.
        </Alert>
      )}
    </>
  );
}
