import React from 'react';
import { css } from '@emotion/css';
import type { DataFrame, GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, Drawer, Stack, useStyles2 } from '@grafana/ui';

interface QueriesDrawerProps {
  title: string;
  frames: DataFrame[];
  onClose(): void;
}

/** Every query that ran for a panel, as the data source reports it. */
export function QueriesDrawer({ title, frames, onClose }: QueriesDrawerProps) {
  const styles = useStyles2(getStyles);
  const queries = [...new Set(frames.map(({ meta }) => meta?.executedQueryString ?? ''))].filter((text) => text !== '');
  return (
    <Drawer title={title === '' ? 'Queries' : `Queries of “${title}”`} onClose={onClose} size="md">
      {queries.length === 0 && <p>No query ran for this panel. Demo data comes without any.</p>}
      {queries.map((query) => (
        <Stack key={query} direction="column" alignItems="flex-start" gap={1}>
          <ClipboardButton icon="copy" variant="secondary" size="sm" getText={() => query}>
            Copy
          </ClipboardButton>
          <pre className={styles.query}>{query}</pre>
        </Stack>
      ))}
    </Drawer>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    query: css({
      width: '100%',
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
      fontFamily: theme.typography.fontFamilyMonospace,
      fontSize: theme.typography.bodySmall.fontSize,
    }),
  };
}
