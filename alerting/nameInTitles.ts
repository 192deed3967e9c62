import type { Objective } from '../src/catalogue/objective';
import type { Catalogue } from '../src/catalogue/parseCatalogue';

/** In bytes. Grafana takes titles of 190, so this leaves room for what a rule says. */
const LONGEST = 130;

/**
 * What the titles of an objective's rules call it. Notifications are grouped by title, so that a name which another objective
 * has too, in whatever case, is followed by the id, as is one that had to be cut.
 */
export function nameInTitles({ objectives }: Catalogue, { id, displayName }: Objective): string {
  const compared = comparable(displayName);
  const isUnique = objectives.every((other) => other.id === id || comparable(other.displayName) !== compared);
  if (isUnique && Buffer.byteLength(displayName) <= LONGEST) {
    return displayName;
  }
  const withId = ` (${id})`;
  return `${cut(displayName, LONGEST - withId.length)}${withId}`;
}

/** Names that differ only by case count as the same. */
function comparable(name: string): string {
  return name.trim().toLowerCase();
}

function cut(name: string, bytes: number): string {
  if (Buffer.byteLength(name) <= bytes) {
    return name;
  }
  const characters = [...name];
  while (Buffer.byteLength(`${characters.join('')}…`) > bytes) {
    characters.pop();
  }
  return `${characters.join('')}…`;
}
