import { Field, Input } from '@grafana/ui';
import React, { type KeyboardEvent, useId, useState } from 'react';
import { DURATION_RULE, isDuration } from '../queries/durationText';

interface Props {
  window: string | undefined;
  onChange: (window: string | undefined) => void;
}

/** A window instead of every rolling objective's own. Taken over on Enter, or when the field is left. */
export function WindowField({ window = '', onChange }: Props) {
  const id = useId();
  const [typed, setTyped] = useState(window);
  const [shown, setShown] = useState(window);
  if (window !== shown) {
    setShown(window);
    setTyped(window);
  }
  const text = typed.trim();
  const isInvalid = text !== '' && !isDuration(text);

  const commit = () => {
    if (!isInvalid && text !== window) {
      onChange(text === '' ? undefined : text);
    }
  };

  return (
    <Field
      label="Window"
      description="Instead of each rolling objective’s own window; calendar windows stay."
      invalid={isInvalid}
      error={`Expected ${DURATION_RULE}`}
    >
      <Input
        id={id}
        value={typed}
        placeholder="own windows"
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={commit}
        onKeyDown={({ key }: KeyboardEvent) => key === 'Enter' && commit()}
      />
    </Field>
  );
}
