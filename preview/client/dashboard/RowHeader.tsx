import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { Box } from '../page/layout';

interface RowHeaderProps {
  title: string;
  panelCount: number;
  open: boolean;
  box: Box;
  onToggle(): void;
}

/** The line above the panels of a row, which opens and closes it. */
export function RowHeader({ title, panelCount, open, box, onToggle }: RowHeaderProps) {
  const styles = useStyles2(getStyles);
  return (
    <h2 className={styles.line} style={box}>
      <button type="button" className={styles.button} aria-expanded={open} onClick={onToggle}>
        <Icon name={open ? 'angle-down' : 'angle-right'} size="lg" />
        <span>{title}</span>
        {!open && <span className={styles.count}>{`(${panelCount} ${panelCount === 1 ? 'panel' : 'panels'})`}</span>}
      </button>
    </h2>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    line: css({ position: 'absolute', margin: 0, display: 'flex' }),
    button: css({
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      padding: theme.spacing(0, 1, 0, 0.5),
      border: 'none',
      background: 'transparent',
      color: theme.colors.text.primary,
      fontSize: theme.typography.h5.fontSize,
      fontWeight: theme.typography.fontWeightMedium,
      borderRadius: theme.shape.radius.default,
      '&:hover': { color: theme.colors.text.maxContrast },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}` },
    }),
    count: css({
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontStyle: 'italic',
      fontWeight: theme.typography.fontWeightRegular,
    }),
  };
}
