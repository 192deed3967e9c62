import { type Document, type ErrorCode, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import { type FieldPath, isMapping } from './fieldPath';
import type { Finding } from './findings';
import { offsetOf } from './sourcePosition';

/** One YAML document of a catalogue as plain data that remembers where it came from. */
export interface CatalogueDocument {
  /** 1-based, counting documents that are not empty. */
  number: number;
  /** Plain data without null fields; as much as could be recovered where the syntax is broken. */
  value: unknown;
  /** Errors of YAML itself. */
  syntax: SyntaxFinding[];
  /** Place of a field in the whole text, both 1-based. */
  locate(path: FieldPath, spot?: Finding['spot']): Position;
}

export interface Position {
  line: number;
  column: number;
}

interface SyntaxFinding extends Position {
  severity: Finding['severity'];
  found: string;
  expected: string;
}

// Aliases beyond this expand to more nodes than any catalogue has ("billion laughs").
const MAX_ALIASES = 100;

/**
 * The documents of a text, one broken document never changing another. YAML reserves `---` and `...` at the start of a
 * line everywhere, quoted text included (YAML 1.2.2, 9.1.2), so the text is cut there before any of it is parsed.
 */
export function readDocuments(text: string): CatalogueDocument[] {
  const source = text.replace(/^\uFEFF/, '');
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) {
    lines.addNewLine(at + 1);
  }
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  return pieces(source)
    .filter(({ body }) => hasContent(body))
    .map(({ start, body }, index) => readDocument(index + 1, body, (offset) => position(start + offset)));
}

interface Piece {
  start: number;
  body: string;
}

function pieces(source: string): Piece[] {
  const starts = [0];
  for (const { 1: lineBreak, 2: marker, index } of source.matchAll(/(^|\n)(---|\.\.\.)(?=[ \t\r\n]|$)/g)) {
    const markerAt = index + lineBreak.length;
    starts.push(marker === '---' ? markerAt : markerAt + marker.length);
  }
  return starts.map((start, index) => ({ start, body: source.slice(start, starts[index + 1]) }));
}

function hasContent(body: string): boolean {
  return body
    .replace(/^---/, '')
    .split('\n')
    .some((line) => !/^%/.test(line) && !/^\s*(#.*)?$/.test(line) && line.trim() !== '...');
}

function readDocument(number: number, body: string, position: (offset: number) => Position): CatalogueDocument {
  try {
    const document = parseDocument(body, { prettyErrors: false, logLevel: 'error', merge: true });
    const read = { number, syntax: [...document.errors, ...document.warnings].map(toFinding) };
    const locate: CatalogueDocument['locate'] = (path, spot) => position(offsetOf(document, body, path, spot));
    try {
      const value = withoutNulls(document.toJS({ maxAliasCount: MAX_ALIASES }));
      return { ...read, value, locate };
    } catch (error) {
      const aliases = error instanceof ReferenceError;
      const found = aliases ? lowerFirst(error.message) : 'a value that is nested too deeply';
      const expected = aliases ? `anchors that exist and at most ${MAX_ALIASES} aliases` : WELL_FORMED;
      const offset = aliases ? unresolvedAlias(document) : offsetOf(document, body, [], undefined);
      return { ...read, value: undefined, syntax: [...read.syntax, fault(offset, found, expected)], locate };
    }
  } catch {
    const found = 'a text that cannot be read as YAML, or is nested too deeply';
    return { number, value: undefined, syntax: [fault(0, found, WELL_FORMED)], locate: () => position(0) };
  }

  function toFinding(error: YAMLError): SyntaxFinding {
    const found = lowerFirst(error.message.replace(/\s+/g, ' '));
    const severity = error.name === 'YAMLWarning' ? 'warning' : 'error';
    return { ...fault(error.pos[0], found, EXPECTED_SYNTAX[error.code] ?? WELL_FORMED), severity };
  }

  function fault(offset: number, found: string, expected: string): SyntaxFinding {
    return { severity: 'error', ...position(Math.min(offset, body.trimEnd().length)), found, expected };
  }
}

/** Offset of the first alias without anchor, else of the document: its aliases expand to too much. */
function unresolvedAlias(document: Document): number {
  let offset = offsetOf(document, '', [], undefined);
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined) {
        offset = alias.range?.[0] ?? offset;
        return visit.BREAK;
      }
      return undefined;
    },
  });
  return offset;
}

const WELL_FORMED = 'well-formed YAML';

const EXPECTED_SYNTAX: Partial<Record<ErrorCode, string>> = {
  DUPLICATE_KEY: 'each field once',
  TAB_AS_INDENT: 'spaces as indentation',
  TAG_RESOLVE_FAILED: 'values without tags',
};

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

/** YAML's `field:` without a value means the same as no field. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNulls);
  }
  if (!isMapping(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)])
  );
}
