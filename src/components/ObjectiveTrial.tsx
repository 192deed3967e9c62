import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { Alert, Badge, type BadgeColor, Button, Stack, Text, useStyles2 } from '@grafana/ui';
import { css } from '@emotion/css';
import React, { useEffect, useRef, useState } from 'react';
import { numberInWords, percentInWords } from '../budget/inWords';
import type { Objective } from '../catalogue/objective';
import type { TryResult } from '../datasource/tryResult';
import type { RowState } from '../evaluation/results';
import { verdictInWords } from '../frames/stateWords';
import { testIds } from './testIds';

interface Props {
  objective: Objective;
  isUnsaved: boolean;
  tryIt: (signal: AbortSignal) => Promise<TryResult>;
}

type Trial = { state: 'running' } | { state: 'done'; result: TryResult } | { state: 'failed'; reason: string };

/** One objective and, once it was tried, what it says now. */
export function ObjectiveTrial({ objective, isUnsaved, tryIt }: Props) {
  const styles = useStyles2(getStyles);
  const [trial, setTrial] = useState<Trial>();
  const running = useRef<AbortController>();
  useEffect(() => () => running.current?.abort(), []);

  const start = async () => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setTrial({ state: 'running' });
    const outcome = await tryIt(controller.signal).then(
      (result): Trial => ({ state: 'done', result }),
      (error: unknown): Trial => ({ state: 'failed', reason: error instanceof Error ? error.message : String(error) })
    );
    if (!controller.signal.aborted) {
      setTrial(outcome);
    }
  };

  return (
    <div className={styles.row} data-testid={testIds.configEditor.trial(objective.id)}>
      <Stack direction="row" gap={1} alignItems="center" justifyContent="space-between" wrap="wrap">
        <span>
          <Text weight="medium">{objective.displayName}</Text>{' '}
          <Text color="secondary" variant="bodySmall">
            {`${objective.category.displayName}, ${objective.id}`}
          </Text>
        </span>
        <Button
          variant="secondary"
          size="sm"
          aria-label={`Try ${objective.displayName}`}
          disabled={isUnsaved || trial?.state === 'running'}
          tooltip={isUnsaved ? 'Save the settings first: objectives are tried with the saved settings' : undefined}
          onClick={() => void start()}
        >
          {trial?.state === 'running' ? 'Trying …' : 'Try'}
        </Button>
      </Stack>
      <div aria-live="polite">
        {trial?.state === 'done' && <Figures result={trial.result} />}
        {trial?.state === 'failed' && (
          <Alert severity="error" title="Cannot be measured">
            {trial.reason}
          </Alert>
        )}
      </div>
    </div>
  );
}

const STATE_COLORS: Record<RowState, BadgeColor> = {
  met: 'green',
  atRisk: 'orange',
  breached: 'red',
  noData: 'blue',
  failed: 'red',
  loading: 'darkgrey',
};

function Figures({ result }: { result: TryResult }) {
  const styles = useStyles2(getStyles);
  const { sli, good, bad, total, lastEventMs, coverage, state, why, provisional = false, notices = [] } = result;
  const figures: Array<[string, string]> = [
    ['SLI', sli],
    ['Good', count(good)],
    ['Bad', count(bad)],
    ['Total', count(total)],
    ['Last event', lastEventMs === null ? 'unknown' : dateTimeFormat(lastEventMs)],
    ['Coverage', coverage === null ? 'none' : percentInWords(coverage)],
  ];
  return (
    <>
      <dl className={styles.figures}>
        <div>
          <dt>Status</dt>
          <dd>
            <Badge text={verdictInWords(state, provisional)} color={STATE_COLORS[state]} />
          </dd>
        </div>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Text color="secondary">{why}</Text>
      {notices.map(({ severity, text }) => (
        <Alert key={text} severity={severity} title={text} />
      ))}
    </>
  );
}

function count(value: number | null): string {
  return value === null ? 'unknown' : numberInWords(value);
}

function getStyles(theme: GrafanaTheme2) {
  return {
    row: css({
      borderBottom: `${theme.spacing(0.125)} solid ${theme.colors.border.weak}`,
      paddingBottom: theme.spacing(1),
    }),
    figures: css({
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0, 3),
      margin: theme.spacing(1, 0),
      '& dt': { color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize },
      '& dd': { margin: 0, fontVariantNumeric: 'tabular-nums' },
    }),
  };
}
