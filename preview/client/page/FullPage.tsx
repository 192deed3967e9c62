import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, LoadingPlaceholder, useStyles2 } from '@grafana/ui';

/** Nothing can be shown: why, and what to do. */
export function FullPageProblem({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <main className={styles.page}>
      <Alert severity="error" title={title}>
        <div className={styles.text}>{children}</div>
      </Alert>
    </main>
  );
}

/** Shown until there is something else to show. */
export function FullPageLoading({ text }: { text: string }) {
  const styles = useStyles2(getStyles);
  return (
    <main className={styles.page}>
      <LoadingPlaceholder text={text} />
    </main>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    page: css({ maxWidth: 860, margin: '0 auto', padding: theme.spacing(6, 2) }),
    text: css({ whiteSpace: 'pre-wrap' }),
  };
}
