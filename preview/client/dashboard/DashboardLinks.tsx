import React from 'react';
import type { InterpolateFunction } from '@grafana/data';
import { Button, Dropdown, LinkButton, Menu } from '@grafana/ui';
import type { DashboardEntry } from '../page/dashboardList';
import type { DashboardLinkJson } from './dashboardJson';

interface DashboardLinksProps {
  links: readonly DashboardLinkJson[];
  dashboards: readonly DashboardEntry[];
  /** Of the open dashboard, which a list of dashboards leaves out. */
  uid: string;
  replaceVariables: InterpolateFunction;
}

/** The links of a dashboard: single ones, and lists of dashboards with the same tags. */
export function DashboardLinks({ links, dashboards, uid, replaceVariables }: DashboardLinksProps) {
  return (
    <>
      {links.map((link, index) => {
        const targets = targetsOf(
          link,
          dashboards.filter((dashboard) => dashboard.uid !== uid),
          replaceVariables
        );
        const title = replaceVariables(link.title);
        return link.asDropdown ? (
          <LinkMenu key={index} title={title} targets={targets} />
        ) : (
          targets.map(({ label, url, tooltip }) => (
            <LinkButton
              key={`${index} ${url}`}
              href={url}
              target={link.targetBlank ? '_blank' : undefined}
              tooltip={tooltip}
              variant="secondary"
              fill="outline"
              size="sm"
              icon={link.type === 'link' ? 'external-link-alt' : 'apps'}
            >
              {label}
            </LinkButton>
          ))
        );
      })}
    </>
  );
}

interface Target {
  label: string;
  url: string;
  tooltip?: string;
}

function LinkMenu({ title, targets }: { title: string; targets: Target[] }) {
  return (
    <Dropdown
      overlay={
        <Menu>
          {targets.map(({ label, url, tooltip }) => (
            <Menu.Item key={url} label={label} url={url} />
          ))}
        </Menu>
      }
    >
      <Button variant="secondary" fill="outline" size="sm" icon="bars">
        {title}
      </Button>
    </Dropdown>
  );
}

/** Where a link leads, with the time and the variables that it is to keep. */
export function targetsOf(
  link: DashboardLinkJson,
  dashboards: readonly DashboardEntry[],
  replaceVariables: InterpolateFunction
): Target[] {
  const kept = [link.keepTime ? '${__url_time_range}' : '', link.includeVars ? '${__all_variables}' : ''];
  const query = replaceVariables(kept.filter((part) => part !== '').join('&'));
  if (link.type === 'link') {
    const url = withQuery(replaceVariables(link.url ?? ''), query);
    return [{ label: replaceVariables(link.title), url, tooltip: link.tooltip ?? undefined }];
  }
  return dashboards
    .filter(({ tags }) => link.tags.every((tag) => tags.includes(tag)))
    .map(({ uid, title, description }) => ({
      label: title,
      url: withQuery(`/d/${encodeURIComponent(uid)}`, query),
      tooltip: description || undefined,
    }));
}

function withQuery(url: string, query: string): string {
  if (query === '') {
    return url;
  }
  return `${url}${url.includes('?') ? '&' : '?'}${query}`;
}
