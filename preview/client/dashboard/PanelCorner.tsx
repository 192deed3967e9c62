import React from 'react';
import { css } from '@emotion/css';
import type { DataFrame, DataLink, GrafanaTheme2, InterpolateFunction, QueryResultMetaNotice } from '@grafana/data';
import { Dropdown, Icon, Menu, Tooltip, useStyles2, type IconName } from '@grafana/ui';
import type { PanelJson } from '../contract';

interface PanelCornerProps {
  panel: Pick<PanelJson, 'links'>;
  frames: DataFrame[];
  replaceVariables: InterpolateFunction;
}

/** Beside a panel's title: what its frames have to say, and its links. Null without either. */
export function PanelCorner({ panel, frames, replaceVariables }: PanelCornerProps) {
  const styles = useStyles2(getStyles);
  const notices = distinct(frames.flatMap(({ meta }) => meta?.notices ?? []));
  const links = panel.links.map((link) => resolve(link, replaceVariables));
  if (notices.length === 0 && links.length === 0) {
    return null;
  }
  return (
    <>
      {notices.length > 0 && (
        <Tooltip content={<NoticeList notices={notices} />} placement="bottom-start" interactive>
          <button type="button" className={styles.item} aria-label={noticeLabel(notices.length)}>
            <Icon key={iconOf(notices)} name={iconOf(notices)} className={styles[worstOf(notices)]} />
          </button>
        </Tooltip>
      )}
      {links.length === 1 && (
        <Tooltip content={links[0].title}>
          <a className={styles.item} href={links[0].url} target={links[0].target} aria-label={links[0].title}>
            <Icon name="external-link-alt" />
          </a>
        </Tooltip>
      )}
      {links.length > 1 && (
        <Dropdown
          overlay={
            <Menu>
              {links.map(({ title, url, target }) => (
                <Menu.Item key={`${title} ${url}`} label={title} url={url} target={target} />
              ))}
            </Menu>
          }
        >
          <button type="button" className={styles.item} aria-label="Links">
            <Icon name="external-link-alt" />
          </button>
        </Dropdown>
      )}
    </>
  );
}

function NoticeList({ notices }: { notices: QueryResultMetaNotice[] }) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.notices}>
      {notices.map(({ text }) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

function noticeLabel(count: number): string {
  return count === 1 ? '1 notice' : `${count} notices`;
}

function distinct(notices: QueryResultMetaNotice[]): QueryResultMetaNotice[] {
  return [...new Map(notices.map((notice) => [notice.text, notice])).values()];
}

function worstOf(notices: QueryResultMetaNotice[]): QueryResultMetaNotice['severity'] {
  return (
    (['error', 'warning'] as const).find((severity) => notices.some((notice) => notice.severity === severity)) ?? 'info'
  );
}

function iconOf(notices: QueryResultMetaNotice[]): IconName {
  return worstOf(notices) === 'info' ? 'info-circle' : 'exclamation-triangle';
}

function resolve({ title, url, targetBlank }: DataLink, replaceVariables: InterpolateFunction) {
  return {
    title: replaceVariables(title),
    url: replaceVariables(url),
    target: targetBlank ? '_blank' : undefined,
  } as const;
}

function getStyles(theme: GrafanaTheme2) {
  return {
    item: css({
      display: 'inline-flex',
      alignItems: 'center',
      justifyContent: 'center',
      width: theme.spacing(2.5),
      height: theme.spacing(3),
      padding: 0,
      border: 'none',
      background: 'transparent',
      color: theme.colors.text.secondary,
      borderRadius: theme.shape.radius.default,
      cursor: 'pointer',
      '&:hover': { background: theme.colors.action.hover, color: theme.colors.text.primary },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}` },
    }),
    info: css({ color: theme.colors.info.text }),
    warning: css({ color: theme.colors.warning.text }),
    error: css({ color: theme.colors.error.text }),
    notices: css({ maxHeight: '50vh', overflowY: 'auto', margin: 0, paddingLeft: theme.spacing(2) }),
  };
}
