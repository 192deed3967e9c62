import React, { type ReactElement } from 'react';
import { css } from '@emotion/css';
import type { FieldDisplay, GrafanaTheme2, LinkModel } from '@grafana/data';
import { Dropdown, Menu, useStyles2 } from '@grafana/ui';

interface Props {
  value: FieldDisplay;
  children: ReactElement;
}

/** Makes a whole tile a link if it has one, and the button of a menu if it has several. */
export function TileLinks({ value, children }: Props) {
  const styles = useStyles2(stylesOf);
  const links: LinkModel[] = value.hasLinks && value.getLinks ? value.getLinks() : [];
  if (links.length === 0) {
    return children;
  }
  if (links.length === 1) {
    const [{ href, target, title }] = links;
    return (
      <a className={styles.tile} href={href} target={target} rel={relOf(target)} title={title}>
        {children}
      </a>
    );
  }
  return (
    <Dropdown overlay={() => <LinkMenu links={links} />}>
      <button type="button" className={styles.tile} aria-label={`Links of ${value.display.title ?? 'this value'}`}>
        {children}
      </button>
    </Dropdown>
  );
}

function LinkMenu({ links }: { links: LinkModel[] }) {
  return (
    <Menu>
      {links.map(({ href, title, target }) => (
        <Menu.Item key={`${title} ${href}`} label={title} url={href} target={target} />
      ))}
    </Menu>
  );
}

function relOf(target: LinkModel['target']) {
  return target === '_blank' ? 'noreferrer' : undefined;
}

function stylesOf(theme: GrafanaTheme2) {
  return {
    tile: css({
      display: 'flex',
      width: '100%',
      '& > *': { flexGrow: 1, minWidth: 0 },
      padding: 0,
      border: 0,
      background: 'none',
      textAlign: 'inherit',
      color: 'inherit',
      cursor: 'pointer',
      '&:hover': { filter: 'brightness(1.08)' },
      position: 'relative',
      // Above the tile, whose background covers an outline.
      '&:focus-visible::after': {
        content: '""',
        position: 'absolute',
        inset: 0,
        borderRadius: theme.shape.radius.default,
        boxShadow: `inset 0 0 0 2px ${theme.colors.primary.main}, inset 0 0 0 4px ${theme.colors.background.primary}`,
        pointerEvents: 'none',
      },
    }),
  };
}
