import React from 'react';
import { css } from '@emotion/css';
import { LoadingState, type DataFrame, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { PanelJson } from '../contract';

interface Props {
  panel: PanelJson;
  /** As the data source sent them: their notices may say why there is nothing to draw. */
  frames: DataFrame[];
  state: LoadingState;
}

/** What a panel shows without data; nothing at all before the first answer. */
export function NoData({ panel, frames, state }: Props) {
  const styles = useStyles2(stylesOf);
  if (state === LoadingState.Loading || state === LoadingState.NotStarted) {
    return <div className={styles.middle} aria-busy="true" />;
  }
  const reason = reasonIn(frames);
  return (
    <div className={styles.middle}>
      <div className={styles.text}>
        <div>{panel.fieldConfig.defaults.noValue ?? 'No data'}</div>
        {reason !== undefined && <div className={styles.reason}>{reason}</div>}
      </div>
    </div>
  );
}

/** A frame without any field has its reasons; a table without rows just has none. */
function reasonIn(frames: DataFrame[]): string | undefined {
  const notices = frames.filter(({ fields }) => fields.length === 0).flatMap(({ meta }) => meta?.notices ?? []);
  const [reason] = notices.sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
  return reason?.text;
}

const SEVERITIES = ['info', 'warning', 'error'];

function stylesOf(theme: GrafanaTheme2) {
  return {
    middle: css({
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'center',
      width: '100%',
      height: '100%',
    }),
    text: css({
      maxHeight: '100%',
      maxWidth: '100%',
      overflow: 'auto',
      padding: theme.spacing(0.5),
      textAlign: 'center',
      color: theme.colors.text.secondary,
      overflowWrap: 'anywhere',
    }),
    reason: css({
      marginTop: theme.spacing(0.5),
      maxWidth: '64ch',
      fontSize: theme.typography.bodySmall.fontSize,
    }),
  };
}
