import { useEffect, useState } from 'react';
import type { Catalogue } from '../catalogue/parseCatalogue';
import type { Problem } from '../catalogue/problem';
import { parseLazily } from './parseLazily';

/** How far the reading of a catalogue has come. While a newer text is read, the verdict on the last one stays. */
export type ParsedCatalogue =
  | { state: 'blank' }
  | { state: 'reading' }
  | { state: 'read'; catalogue: Catalogue }
  | { state: 'unreadable'; reason: string };

/** Reads a catalogue's text once it has rested for `restMs`. */
export function useParsedCatalogue(text: string, restMs: number): ParsedCatalogue {
  const [parsed, setParsed] = useState<ParsedCatalogue>({ state: 'reading' });
  const isBlank = text.trim() === '';
  useEffect(() => {
    if (isBlank) {
      return undefined;
    }
    let isCurrent = true;
    const update = (verdict: ParsedCatalogue) => isCurrent && setParsed(verdict);
    const timer = setTimeout(() => {
      parseLazily(text).then(
        (catalogue) => update({ state: 'read', catalogue }),
        (error: unknown) => update({ state: 'unreadable', reason: String(error) })
      );
    }, restMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text, isBlank, restMs]);
  return isBlank ? { state: 'blank' } : parsed;
}

/** What makes the health check refuse a catalogue. */
export function errorsOf({ problems }: Pick<Catalogue, 'problems'>): Problem[] {
  return problems.filter(({ severity }) => severity === 'error');
}
