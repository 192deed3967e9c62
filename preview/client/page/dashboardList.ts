import { z } from 'zod';

const ENTRY = z.object({ uid: z.string(), title: z.string(), description: z.string(), tags: z.array(z.string()) });

export type DashboardEntry = z.output<typeof ENTRY>;

const OVERVIEW = 'errorbudget-overview';

/** All dashboards that the server has: the overview, then the others by title. */
export async function fetchDashboards(): Promise<DashboardEntry[]> {
  const dashboards = z.array(ENTRY).parse(await fetchJson('/api/dashboards'));
  const first = firstDashboard(dashboards);
  return first ? [first, ...dashboards.filter((dashboard) => dashboard !== first)] : [];
}

/** The dashboard that the start page shows. */
export function firstDashboard(dashboards: readonly DashboardEntry[]): DashboardEntry | undefined {
  return dashboards.find(({ uid, tags }) => uid === OVERVIEW || tags.includes(OVERVIEW)) ?? dashboards[0];
}

/** @throws Error with what the server says */
export async function fetchJson(path: string): Promise<unknown> {
  const answer = await fetch(path);
  if (!answer.ok) {
    const said: unknown = await answer.json().catch(() => undefined);
    const message = typeof said === 'object' && said !== null && 'message' in said ? said.message : answer.statusText;
    throw new Error(String(message));
  }
  return answer.json();
}
