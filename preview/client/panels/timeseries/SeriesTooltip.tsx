import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, LinkModel } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { TooltipRow } from './tooltipRows';

interface Props {
  time: string;
  rows: TooltipRow[];
  links: LinkModel[];
  maxHeight?: number;
}

/** Instant, series and values near the pointer. */
export function SeriesTooltip({ time, rows, links, maxHeight }: Props) {
  const styles = useStyles2(stylesOf);
  return (
    <div className={styles.tooltip} style={{ maxHeight }}>
      <div className={styles.time}>{time}</div>
      {rows.map(({ name, text, color, isNearest }, i) => (
        <div key={i} className={cx(styles.row, isNearest && rows.length > 1 && styles.nearest)}>
          <span className={styles.swatch} style={{ background: color }} />
          <span className={styles.name}>{name}</span>
          <span className={styles.value}>{text}</span>
        </div>
      ))}
      {links.map(({ href, title, target }) => (
        <a
          key={`${title} ${href}`}
          className={styles.link}
          href={href}
          target={target}
          rel={target === '_blank' ? 'noreferrer' : undefined}
        >
          {title}
        </a>
      ))}
    </div>
  );
}

function stylesOf(theme: GrafanaTheme2) {
  return {
    tooltip: css({
      maxWidth: 420,
      overflow: 'auto',
      padding: theme.spacing(1),
      whiteSpace: 'normal',
      fontSize: theme.typography.bodySmall.fontSize,
    }),
    time: css({
      marginBottom: theme.spacing(0.5),
      fontWeight: theme.typography.fontWeightMedium,
      color: theme.colors.text.primary,
    }),
    row: css({
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      color: theme.colors.text.secondary,
    }),
    nearest: css({ color: theme.colors.text.maxContrast, fontWeight: theme.typography.fontWeightMedium }),
    swatch: css({ flex: '0 0 14px', height: 4, borderRadius: theme.shape.radius.default }),
    name: css({ flex: 1, overflowWrap: 'anywhere' }),
    link: css({ display: 'block', marginTop: theme.spacing(0.5), color: theme.colors.text.link }),
    value: css({ whiteSpace: 'nowrap', color: theme.colors.text.primary }),
  };
}
