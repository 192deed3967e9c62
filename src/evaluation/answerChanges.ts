/** The key that marks a change; answers as JSON use it for other marks. */
const MARK = '$';
/** By how many places a list may have moved: an hour of five minutes. */
const MOST_MOVED = 12;

/** The changes between answers that differ in the order of their fields only. */
export const NO_CHANGES = { [MARK]: 'fields', changed: {} };

/** Letters that a change of a text must save. */
const LEAST_OF_TEXT = 64;

type Fields = Record<string, unknown>;

/**
 * What makes `after` of `before`, both answers as JSON that has been parsed: small where little has changed. Undefined where nothing
 * has. Lists may have moved on, as the instants of a chart do.
 */
export function changesBetween(before: unknown, after: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(after)) {
    return changedItems(before, after);
  }
  if (isFields(before) && isFields(after)) {
    return changedFields(before, after);
  }
  if (before === after) {
    return undefined;
  }
  return typeof before === 'string' && typeof after === 'string' ? changedText(before, after) : after;
}

/** What `changesBetween` made them for; `before` stays as it is. Throws a TypeError for changes of something else. */
export function withChanges(before: unknown, changes: unknown): unknown {
  if (!isFields(changes)) {
    return changes;
  }
  switch (changes[MARK]) {
    case 'items':
      return withItems(before, changes);
    case 'fields':
      return withFields(before, changes);
    case 'text':
      return withText(before, changes);
    default:
      return changes;
  }
}

function changedFields(before: Fields, after: Fields): unknown {
  const changed: Fields = {};
  for (const [name, value] of Object.entries(after)) {
    const changes = Object.hasOwn(before, name) ? changesBetween(before[name], value) : value;
    if (changes !== undefined) {
      changed[name] = changes;
    }
  }
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  if (Object.keys(changed).length === 0 && gone.length === 0) {
    return undefined;
  }
  return { [MARK]: 'fields', changed, ...(gone.length > 0 ? { gone } : {}) };
}

function withFields(before: unknown, { changed, gone = [] }: Fields): Fields {
  if (!isFields(before) || !isFields(changed) || !Array.isArray(gone)) {
    throw new TypeError('changes of another answer');
  }
  const kept = Object.entries(before).filter(([name]) => !gone.includes(name));
  const fields = Object.fromEntries(kept);
  for (const [name, changes] of Object.entries(changed)) {
    fields[name] = withChanges(fields[name], changes);
  }
  return fields;
}

/** What lies between the first and the last letter that differ. */
function changedText(before: string, after: string): unknown {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) {
    from++;
  }
  let kept = 0;
  while (kept < most - from && before[before.length - 1 - kept] === after[after.length - 1 - kept]) {
    kept++;
  }
  const text = after.slice(from, after.length - kept);
  return after.length - text.length < LEAST_OF_TEXT ? after : { [MARK]: 'text', from, to: before.length - kept, text };
}

function withText(before: unknown, { from, to, text }: Fields): string {
  const fits = typeof before === 'string' && isCount(from) && isCount(to) && from <= to && to <= before.length;
  if (!fits || typeof text !== 'string') {
    throw new TypeError('changes of another answer');
  }
  return before.slice(0, from) + text + before.slice(to);
}

function changedItems(before: readonly unknown[], after: readonly unknown[]): unknown {
  const moved = placesMoved(before, after);
  const changed: Fields = {};
  after.forEach((item, index) => {
    const old = index + moved;
    const changes = old < before.length ? changesBetween(before[old], item) : item;
    if (changes !== undefined) {
      changed[index] = changes;
    }
  });
  const isSame = moved === 0 && before.length === after.length && Object.keys(changed).length === 0;
  return isSame ? undefined : { [MARK]: 'items', length: after.length, moved, changed };
}

function withItems(before: unknown, { length, moved, changed }: Fields): unknown[] {
  if (!Array.isArray(before) || !isCount(length) || !isCount(moved) || !isFields(changed)) {
    throw new TypeError('changes of another answer');
  }
  const items = before.slice(moved, moved + length);
  for (const [index, changes] of Object.entries(changed)) {
    const at = Number(index);
    // In ascending order, so that no item is left out.
    if (!isCount(at) || at > items.length || at >= length) {
      throw new TypeError('changes of another answer');
    }
    items[at] = withChanges(items[at], changes);
  }
  if (items.length !== length) {
    throw new TypeError('changes of another answer');
  }
  return items;
}

/** By how many places the items have moved towards the start, as far as numbers and texts show; 0 where they do not. */
function placesMoved(before: readonly unknown[], after: readonly unknown[]): number {
  let best = { moved: 0, same: sameItems(before, after, 0) };
  for (let moved = 1; moved <= MOST_MOVED && best.same < after.length - MOST_MOVED; moved++) {
    const same = sameItems(before, after, moved);
    best = same > best.same ? { moved, same } : best;
  }
  return best.moved;
}

function sameItems(before: readonly unknown[], after: readonly unknown[], moved: number): number {
  let same = 0;
  after.forEach((item, index) => {
    same += item === before[index + moved] ? 1 : 0;
  });
  return same;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
