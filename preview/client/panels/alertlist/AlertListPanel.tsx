import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

/** Rules are evaluated by a Grafana server, which the preview has none of. */
export function AlertListPanel() {
  return <div className={useStyles2(stylesOf)}>In Grafana: the provisioned alert rules that fire.</div>;
}

function stylesOf(theme: GrafanaTheme2) {
  return css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    height: '100%',
    padding: theme.spacing(1),
    textAlign: 'center',
    color: theme.colors.text.secondary,
  });
}
