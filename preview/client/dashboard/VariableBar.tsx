import React, { useId } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Combobox, Icon, MultiCombobox, Tooltip, useStyles2, type ComboboxOption } from '@grafana/ui';
import { ALL, type Variable } from './variables';

/** As dashboards say it. */
const HIDE = { label: 1, all: 2 };

interface VariableBarProps {
  variables: readonly Variable[];
  onChange(name: string, values: string[]): void;
}

/** The variables of a dashboard, each with its label and what may be chosen. */
export function VariableBar({ variables, onChange }: VariableBarProps) {
  const shown = variables.filter(({ hide }) => hide < HIDE.all);
  return (
    <>
      {shown.map((variable) => (
        <VariableField key={variable.name} variable={variable} onChange={(values) => onChange(variable.name, values)} />
      ))}
    </>
  );
}

function VariableField({ variable, onChange }: { variable: Variable; onChange(values: string[]): void }) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const labelId = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} id={labelId} className={variable.hide === HIDE.label ? styles.hidden : styles.label}>
        {variable.label}
        {variable.error && (
          <Tooltip content={variable.error} theme="error">
            <Icon name="exclamation-triangle" className={styles.error} />
          </Tooltip>
        )}
      </label>
      <VariableChoice id={id} labelId={labelId} variable={variable} onChange={onChange} />
    </div>
  );
}

interface VariableChoiceProps {
  id: string;
  labelId: string;
  variable: Variable;
  onChange(values: string[]): void;
}

function VariableChoice({ id, labelId, variable, onChange }: VariableChoiceProps) {
  const options = optionsOf(variable);
  const common = { id, options, 'aria-labelledby': labelId, disabled: options.length === 0, minWidth: 14 };
  if (variable.multi) {
    return (
      <MultiCombobox
        {...common}
        width="auto"
        maxWidth={60}
        value={variable.values}
        onChange={(chosen) => onChange(withoutContradiction(chosen, variable.values))}
      />
    );
  }
  return (
    <Combobox
      {...common}
      width="auto"
      maxWidth={44}
      value={variable.values[0] ?? null}
      onChange={({ value }) => onChange([value])}
    />
  );
}

function optionsOf({ includeAll, options }: Variable): Array<ComboboxOption<string>> {
  const all = includeAll ? [{ value: ALL, label: 'All' }] : [];
  return [...all, ...options.map(({ value, text }) => ({ value, label: text }))];
}

/** "All" and single values exclude each other: what was chosen last holds. Nothing at all is All. */
function withoutContradiction(chosen: Array<ComboboxOption<string>>, before: string[]): string[] {
  const values = chosen.map(({ value }) => value);
  if (values.length === 0 || (values.includes(ALL) && !before.includes(ALL))) {
    return [ALL];
  }
  return values.filter((value) => value !== ALL);
}

function getStyles(theme: GrafanaTheme2) {
  return {
    field: css({ display: 'flex', alignItems: 'stretch', maxWidth: '100%' }),
    label: css({
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      padding: theme.spacing(0, 1),
      minHeight: theme.spacing(theme.components.height.md),
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightMedium,
      whiteSpace: 'nowrap',
      background: theme.colors.background.secondary,
      border: `1px solid ${theme.components.input.borderColor}`,
      borderRight: 'none',
      borderRadius: `${theme.shape.radius.default} 0 0 ${theme.shape.radius.default}`,
    }),
    hidden: css({ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' }),
    error: css({ color: theme.colors.error.text }),
  };
}
