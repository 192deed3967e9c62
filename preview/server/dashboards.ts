/** The dashboards to show, as JSON models. What has no uid and title is none, and is left out. */
export type Dashboards = () => Promise<ReadonlyArray<Readonly<Record<string, unknown>>>>;

/** What a list of dashboards shows of each. */
export interface DashboardEntry {
  uid: string;
  title: string;
  description: string;
  tags: string[];
}

/** All dashboards by title. */
export async function listDashboards(dashboards: Dashboards): Promise<DashboardEntry[]> {
  const entries = (await dashboards()).flatMap((content) => entryOf(content) ?? []);
  return entries.sort((one, other) => one.title.localeCompare(other.title));
}

/** The dashboard with this uid; undefined without one. */
export async function findDashboard(dashboards: Dashboards, uid: string): Promise<unknown> {
  return (await dashboards()).find((content) => content.uid === uid);
}

function entryOf(content: Readonly<Record<string, unknown>>): DashboardEntry | undefined {
  const { uid, title, description, tags } = content;
  if (typeof uid !== 'string' || typeof title !== 'string') {
    return undefined;
  }
  return {
    uid,
    title,
    description: typeof description === 'string' ? description : '',
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
  };
}
