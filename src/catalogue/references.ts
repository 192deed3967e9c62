import { type FieldPath, valueAt } from './fieldPath';
import type { Findings } from './findings';
import { suggestion } from './nearestName';
import type { Kind } from './openSloDocuments';
import type { Entry } from './readEntries';

/** Finds documents of a catalogue by kind and name. */
export class References {
  /** A document whose kind or name cannot be read may be the one that a reference means. */
  private readonly someUnreadable: boolean;

  constructor(private readonly entries: readonly Entry[]) {
    this.someUnreadable = entries.some(({ kind, name }) => kind === undefined || name === undefined);
  }

  /** The first document of that kind and name, broken or not. */
  find(kind: Kind, name: string): Entry | undefined {
    return this.entries.find((entry) => entry.kind === kind && entry.name === name);
  }

  /** Names of all documents of a kind, in the order of the text. */
  names(kind: Kind): string[] {
    return [...new Set(this.entries.flatMap((entry) => (entry.kind === kind && entry.name ? [entry.name] : [])))];
  }

  /**
   * Says that a reference leads nowhere: an error, but where a document cannot be read at all and the objective can do
   * without the reference, a warning, so that one broken document never takes others down.
   */
  reportMissing(kind: Kind, name: string, findings: Findings, at: FieldPath, dispensable: boolean): void {
    const names = this.names(kind);
    const known = names.length === 0 ? 'but the catalogue has none' : `one of ${names.join(', ')}`;
    const severity = dispensable && this.someUnreadable ? 'warning' : 'error';
    findings[severity](at, JSON.stringify(name), `a known ${kind}, ${known}${suggestion(name, names)}`);
  }
}

/** A text of a document that may be broken. */
export function rawText(entry: Entry, path: FieldPath): string | undefined {
  const value = valueAt(entry.document.value, path);
  return typeof value === 'string' ? value : undefined;
}
