import React, { useId } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Switch, useStyles2 } from '@grafana/ui';
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
          <Toggle key={name} name={name} on={isOn(name)} onToggle={() => onToggle(name)} />
        ))}
    </>
  );
}

/** Grafana's own switch with a label gives an `aria-label` to an element that must not have one. */
function Toggle({ name, on, onToggle }: { name: string; on: boolean; onToggle(): void }) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <div className={styles.toggle}>
      <label htmlFor={id} className={styles.label}>
        {name}
      </label>
      <Switch id={id} value={on} onChange={onToggle} />
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    toggle: css({
      display: 'inline-flex',
      alignItems: 'center',
      height: theme.spacing(theme.components.height.md),
      padding: theme.spacing(0, 1),
      background: theme.components.input.background,
      border: `1px solid ${theme.components.input.borderColor}`,
      borderRadius: theme.shape.radius.default,
      '&:hover': { borderColor: theme.components.input.borderHover },
    }),
    label: css({
      paddingRight: theme.spacing(1),
      color: theme.colors.text.secondary,
      whiteSpace: 'nowrap',
      cursor: 'pointer',
    }),
  };
}
