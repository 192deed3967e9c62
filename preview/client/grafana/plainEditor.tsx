import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

/** Stands in for Grafana's code editor, which a preview that no one edits in does not ship: the text, to read and to copy. */
export function ReactMonacoEditor({ value }: { value?: string }) {
  const styles = useStyles2(getStyles);
  return <textarea className={styles} readOnly spellCheck={false} aria-label="Text" value={value} />;
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    width: '100%',
    height: '100%',
    minHeight: theme.spacing(20),
    padding: theme.spacing(1),
    border: 'none',
    resize: 'none',
    background: 'transparent',
    color: theme.colors.text.primary,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
  });
