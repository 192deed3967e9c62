import { Field, MultiCombobox } from '@grafana/ui';
import React, { useId, useState } from 'react';
import { DURATION_RULE, isLookback, lookbackInWords, OF_ALERTS } from '../queries/durationText';
import { variableReferences } from './variableReference';

interface Props {
  lookbacks: readonly string[] | undefined;
  onChange: (lookbacks: string[] | undefined) => void;
}

const COMMON = ['1h', '6h', '1d', '3d', OF_ALERTS];

/** How far back burn rates look. What is no duration is refused. */
export function LookbacksField({ lookbacks = [], onChange }: Props) {
  const id = useId();
  const [refused, setRefused] = useState<string[]>([]);

  const choose = (texts: string[]) => {
    const distinct = [...new Set(texts.map((text) => text.trim()))];
    const accepted = distinct.filter(isLookback);
    setRefused(distinct.filter((text) => !isLookback(text)));
    if (accepted.join() !== lookbacks.join()) {
      onChange(accepted.length === 0 ? undefined : accepted);
    }
  };

  return (
    <Field
      label="Lookbacks"
      htmlFor={id}
      invalid={refused.length > 0}
      error={`${refused.map((text) => `"${text}"`).join(', ')} is not a duration: expected ${DURATION_RULE}`}
    >
      <MultiCombobox
        id={id}
        placeholder="1 h, 6 h and 3 d"
        isClearable
        createCustomValue
        options={[...COMMON, ...variableReferences()].map(toOption)}
        value={lookbacks.map(toOption)}
        onChange={(chosen) => choose(chosen.map(({ value }) => value))}
      />
    </Field>
  );
}

function toOption(text: string) {
  return { value: text, label: lookbackInWords(text) };
}
