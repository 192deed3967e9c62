import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { GraphNode } from './readGraph';

/** Everything that a node says, while a reader looks at it. */
export function NodeDetails({ node }: { node: GraphNode }) {
  const styles = useStyles2(stylesOf);
  const { title, subtitle, mainStat, secondaryStat, details } = node;
  return (
    <div className={styles.card} role="status">
      <div className={styles.title}>{title}</div>
      <div>{[mainStat, secondaryStat, subtitle].filter((text) => text !== '').join(' · ')}</div>
      <dl className={styles.details}>
        {details.map(({ name, text }) => (
          <React.Fragment key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </React.Fragment>
        ))}
      </dl>
    </div>
  );
}

function stylesOf(theme: GrafanaTheme2) {
  return {
    card: css({
      position: 'absolute',
      top: theme.spacing(0.5),
      left: theme.spacing(0.5),
      maxWidth: 360,
      padding: theme.spacing(1),
      pointerEvents: 'none',
      overflowWrap: 'anywhere',
      fontSize: theme.typography.bodySmall.fontSize,
      background: theme.colors.background.elevated ?? theme.colors.background.secondary,
      border: `1px solid ${theme.colors.border.medium}`,
      borderRadius: theme.shape.radius.default,
      boxShadow: theme.shadows.z2,
    }),
    title: css({ fontWeight: theme.typography.fontWeightMedium }),
    details: css({
      display: 'grid',
      gridTemplateColumns: 'auto 1fr',
      columnGap: theme.spacing(1),
      margin: 0,
      '& dt': { color: theme.colors.text.secondary, fontWeight: 'normal' },
      '& dd': { margin: 0 },
    }),
  };
}
