import React from 'react';
import { InlineSwitch } from '@grafana/ui';
import type { AnnotationJson } from './dashboardJson';

interface AnnotationTogglesProps {
  annotations: readonly AnnotationJson[];
  isOn(name: string): boolean;
  onToggle(name: string): void;
}

/** One switch for each layer of annotations. */
export function AnnotationToggles({ annotations, isOn, onToggle }: AnnotationTogglesProps) {
  return (
    <>
      {annotations
        .filter(({ hide }) => !hide)
        .map(({ name }) => (
          <InlineSwitch
            key={name}
            id={`annotations-${name}`}
            label={name}
            showLabel
            value={isOn(name)}
            onChange={() => onToggle(name)}
          />
        ))}
    </>
  );
}
