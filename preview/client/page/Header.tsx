import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Dropdown, Icon, Menu, ToolbarButton, useStyles2 } from '@grafana/ui';
import type { DashboardEntry } from './dashboardList';
import { MoonIcon, SunIcon } from './ThemeIcons';
import { PreviewBadge } from './PreviewBadge';
import type { ThemeMode } from './theme';

interface HeaderProps {
  dashboards: readonly DashboardEntry[];
  /** Uid and title of the open dashboard. */
  open?: { uid: string; title: string };
  mode: ThemeMode;
  /** What the dashboards show is invented. */
  isDemo: boolean;
  onToggleTheme(): void;
  /** The controls of the open dashboard. */
  children?: ReactNode;
}

const LOGO = '/public/plugins/oso-errorbudget-datasource/img/logo.svg';

/** The bar at the top of every page. */
export function Header({ dashboards, open, mode, isDemo, onToggleTheme, children }: HeaderProps) {
  const styles = useStyles2(getStyles);
  return (
    <header className={styles.header}>
      <a href="/" className={styles.brand}>
        <img src={LOGO} alt="" width={24} height={24} />
        <span className={styles.name}>Error Budget</span>
      </a>
      <PreviewBadge />
      {isDemo && <span className={styles.demo}>Demo data: invented, no upstream is asked</span>}
      <span className={styles.separator} aria-hidden>
        /
      </span>
      <DashboardMenu dashboards={dashboards} open={open} />
      <div className={styles.controls}>
        {children}
        <ToolbarButton
          icon={mode === 'dark' ? <SunIcon /> : <MoonIcon />}
          tooltip={mode === 'dark' ? 'Light theme' : 'Dark theme'}
          aria-label={mode === 'dark' ? 'Light theme' : 'Dark theme'}
          onClick={onToggleTheme}
        />
      </div>
    </header>
  );
}

function DashboardMenu({ dashboards, open }: Pick<HeaderProps, 'dashboards' | 'open'>) {
  const styles = useStyles2(getStyles);
  return (
    <Dropdown
      overlay={
        <Menu>
          {dashboards.map(({ uid, title, description }) => (
            <Menu.Item
              key={uid}
              className={styles.entry}
              label={title}
              description={description}
              url={`/d/${encodeURIComponent(uid)}`}
              active={uid === open?.uid}
            />
          ))}
        </Menu>
      }
    >
      <button type="button" className={styles.dashboards}>
        <h1 className={styles.title}>{open?.title ?? 'Dashboards'}</h1>
        <Icon name="angle-down" />
      </button>
    </Dropdown>
  );
}

function getStyles(theme: GrafanaTheme2) {
  const focus = { '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 } };
  return {
    header: css({
      position: 'sticky',
      top: 0,
      zIndex: theme.zIndex.navbarFixed,
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      minHeight: 48,
      padding: theme.spacing(1, 2),
      background: theme.colors.background.primary,
      borderBottom: `1px solid ${theme.colors.border.weak}`,
    }),
    brand: css({
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      color: theme.colors.text.primary,
      borderRadius: theme.shape.radius.default,
      ...focus,
    }),
    name: css({ fontWeight: theme.typography.fontWeightMedium, whiteSpace: 'nowrap' }),
    demo: css({
      padding: theme.spacing(0, 1),
      borderRadius: theme.shape.radius.pill,
      background: theme.colors.warning.main,
      color: theme.colors.warning.contrastText,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightMedium,
    }),
    separator: css({ color: theme.colors.text.disabled }),
    dashboards: css({
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      maxWidth: '100%',
      padding: theme.spacing(0.5, 1),
      border: 'none',
      background: 'transparent',
      color: theme.colors.text.primary,
      borderRadius: theme.shape.radius.default,
      '&:hover': { background: theme.colors.action.hover },
      ...focus,
    }),
    title: css({ margin: 0, fontSize: theme.typography.body.fontSize, fontWeight: theme.typography.fontWeightMedium }),
    entry: css({
      maxWidth: 'min(560px, 90vw)',
      '& > *': { whiteSpace: 'normal' },
      // The secondary colour of a description is too weak upon the entry of the open dashboard.
      '& > div': { color: theme.colors.text.primary },
    }),
    controls: css({
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      marginLeft: 'auto',
    }),
  };
}
