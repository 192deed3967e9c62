import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { zipSync, type Zippable } from 'fflate';

/** Contents by path below the plugin's folder, with forward slashes. */
export type PluginFiles = ReadonlyMap<string, Uint8Array>;

// The earliest instant that a zip can hold; local time, because zip has no other.
const TIMESTAMP = '1980-01-01T00:00:00';

const UNIX = 3;
const REGULAR_FILE_READABLE_BY_ALL = 0o100644;

/** All files below a folder, in an order that does not depend on the file system. */
export function readPluginFolder(folder: string): PluginFiles {
  return new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => path.split(sep).join('/'))
      .sort()
      .map((path) => [path, new Uint8Array(readFileSync(join(folder, path)))])
  );
}

/**
 * Zip of a plugin as Grafana's catalogue and `grafana cli` want it: one folder at the top, named as the plugin's id. The same
 * files give the same bytes on every machine and day.
 */
export function pluginZip(id: string, files: PluginFiles): Uint8Array {
  const entries: Zippable = {};
  for (const path of [...files.keys()].sort()) {
    entries[`${id}/${path}`] = files.get(path) ?? new Uint8Array();
  }
  return zipSync(entries, { level: 9, mtime: TIMESTAMP, os: UNIX, attrs: REGULAR_FILE_READABLE_BY_ALL << 16 });
}
