import React, { useMemo } from 'react';
import { css, cx } from '@emotion/css';
import { renderTextPanelMarkdown, textUtil, type InterpolateFunction } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { z } from 'zod';
import type { DrawingProps } from '../drawing';
import { textOptions } from './textOptions';

/** A text in Markdown or HTML, in which variables are replaced. */
export function TextPanel({ panel, replaceVariables }: DrawingProps) {
  const styles = useStyles2(stylesOf);
  const html = useMemo(
    () => htmlOf(textOptions.parse(panel.options), replaceVariables),
    [panel.options, replaceVariables]
  );
  return <div className={cx('markdown-html', styles.text)} dangerouslySetInnerHTML={{ __html: html }} />;
}

function htmlOf({ mode, content }: z.output<typeof textOptions>, replaceVariables: InterpolateFunction): string {
  const text = replaceVariables(content, {}, escaped);
  return mode === 'markdown' ? renderTextPanelMarkdown(text) : textUtil.sanitizeTextPanelContent(text);
}

/** A variable's value is text, whatever it holds. */
function escaped(value: unknown): string {
  return textUtil.escapeHtml(Array.isArray(value) ? value.join(', ') : String(value ?? ''));
}

function stylesOf() {
  return {
    text: css({
      height: '100%',
      overflow: 'auto',
      overflowWrap: 'anywhere',
      // Colour alone does not distinguish a link from the words around it.
      'p a, li a': { textDecoration: 'underline' },
      '& > :first-child': { marginTop: 0 },
      '& > :last-child': { marginBottom: 0 },
    }),
  };
}
