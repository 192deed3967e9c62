import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a list of dashboards shows of each. */
export interface DashboardEntry {
  uid: string;
  title: string;
  description: string;
  tags: string[];
}

interface DashboardFile {
  file: string;
  /** As the file says; undefined if it is not JSON. */
  content?: Readonly<Record<string, unknown>>;
}

/** All dashboards of a folder by title; files that are no dashboard are left out. */
export async function listDashboards(folder: string): Promise<DashboardEntry[]> {
  const entries = (await readDashboards(folder)).flatMap(({ content }) => entryOf(content) ?? []);
  return entries.sort((one, other) => one.title.localeCompare(other.title));
}

/** The text of the dashboard with this uid; undefined without one. */
export async function findDashboard(folder: string, uid: string): Promise<unknown> {
  return (await readDashboards(folder)).find(({ content }) => content?.uid === uid)?.content;
}

/** Read anew each time, so that generated dashboards show on reload. */
async function readDashboards(folder: string): Promise<DashboardFile[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
  return Promise.all(files.map(async (file) => ({ file, content: parseObject(await readFile(file, 'utf8')) })));
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entryOf(content: DashboardFile['content']): DashboardEntry | undefined {
  const { uid, title, description, tags } = content ?? {};
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
