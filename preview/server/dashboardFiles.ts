import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dashboards } from './dashboards';

/** The dashboards of a folder; files that are no dashboard are left out. Read again each time, so that generated ones show on reload. */
export function dashboardFiles(folder: string): Dashboards {
  return async () => {
    const names = await readdir(folder).catch(() => []);
    const files = names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
    return Promise.all(files.map(async (file) => parseObject(await readFile(file, 'utf8')) ?? {}));
  };
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
