import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Toggletip, useStyles2 } from '@grafana/ui';

/** Says that this is not Grafana, and how to get there. */
export function PreviewBadge() {
  const styles = useStyles2(getStyles);
  return (
    <Toggletip title="This is a preview" content={<Explanation />} placement="bottom-start">
      <button type="button" className={styles.badge} aria-label="Preview: what is this?">
        Preview
      </button>
    </Toggletip>
  );
}

function Explanation() {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.text}>
      <p>
        These are the provisioned dashboards and the plugin as Grafana loads it, drawn with Grafana’s own libraries, but
        without a Grafana server: there is no editing, no alerting, no Explore.
      </p>
      <p>To have them in a Grafana of your own (12.2 or newer):</p>
      <ol>
        <li>
          <code>npm ci &amp;&amp; npm run build</code>
        </li>
        <li>
          Copy <code>dist/</code> to Grafana’s plugin folder as <code>oso-errorbudget-datasource</code>, and allow it as
          an unsigned plugin.
        </li>
        <li>
          Provision <code>provisioning/</code> and <code>dashboards/</code>.
        </li>
      </ol>
      <p>
        Every step: <a href="/docs/first-day.md">docs/first-day.md</a>, and the <a href="/README.md">README</a>.
      </p>
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    badge: css({
      padding: theme.spacing(0, 1),
      height: theme.spacing(2.75),
      border: `1px solid ${theme.colors.warning.border}`,
      borderRadius: theme.shape.radius.pill,
      background: theme.colors.warning.transparent,
      color: theme.colors.warning.text,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightMedium,
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
    }),
    text: css({
      maxWidth: 420,
      ol: { paddingLeft: theme.spacing(2.5), marginBottom: theme.spacing(1) },
      'p:last-child': { marginBottom: 0 },
      a: { color: theme.colors.text.link, textDecoration: 'underline' },
    }),
  };
}
