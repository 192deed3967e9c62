import type { GrafanaTheme2 } from '@grafana/data';
import { clearButtonStyles, useStyles2 } from '@grafana/ui';
import { css, cx } from '@emotion/css';
import React from 'react';
import type { Problem } from '../catalogue/problem';

interface Props {
  label: string;
  problems: readonly Problem[];
  onSelect: (problem: Problem) => void;
}

/** Problems of a catalogue, each a button that leads to its place. */
export function ProblemList({ label, problems, onSelect }: Props) {
  const clear = useStyles2(clearButtonStyles);
  const styles = useStyles2(getStyles);
  return (
    <ul aria-label={label} className={styles.list}>
      {problems.map((problem, index) => (
        <li key={index}>
          <button type="button" className={cx(clear, styles.problem)} onClick={() => onSelect(problem)}>
            <span className={styles.place}>
              {problem.line}:{problem.column}
            </span>{' '}
            {problem.path !== '' && <code>{problem.path}</code>} found {problem.found}, expected {problem.expected}
          </button>
        </li>
      ))}
    </ul>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    list: css({ listStyle: 'none', maxHeight: theme.spacing(40), overflowY: 'auto', padding: theme.spacing(0.5) }),
    problem: css({
      padding: theme.spacing(0.5),
      textAlign: 'left',
      overflowWrap: 'anywhere',
      '&:hover, &:focus-visible': { textDecoration: 'underline' },
    }),
    place: css({ fontFamily: theme.typography.fontFamilyMonospace, fontVariantNumeric: 'tabular-nums' }),
  };
}
