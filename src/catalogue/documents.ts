import { type Document, type ErrorCode, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import { type FieldPath, isMapping } from './fieldPath';
import type { Finding } from './findings';
import { isListKind } from './foreignDocument';
import { foreignEncoding } from './foreignEncoding';
import { offsetOf } from './sourcePosition';

/** One object of a catalogue as plain data that remembers where it came from: a YAML document, or an item of a list. */
export interface CatalogueDocument {
  /** 1-based, counting documents that are not empty, each item of a list for itself. */
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

type Unnumbered = Omit<CatalogueDocument, 'number'>;

/**
 * The documents of a text. A document that is a list, as OpenSLO's own SDK writes them in YAML and in JSON, or that has one
 * under `items` (`kind: List` or `SLOList`, as Kubernetes writes them), is as many documents as it has items.
 *
 * One broken document never changing another. YAML reserves `---` and `...` at the start of a
 * line everywhere, quoted text included (YAML 1.2.2, 9.1.2), so the text is cut there before any of it is parsed.
 */
export function readDocuments(text: string): CatalogueDocument[] {
  const encoding = foreignEncoding(text);
  if (encoding !== undefined) {
    const first = { line: 1, column: 1 };
    const found = `a text in ${encoding} that was read as UTF-8`;
    const syntax: SyntaxFinding = { severity: 'error', ...first, found, expected: 'a file that is saved as UTF-8' };
    return [{ number: 1, value: undefined, syntax: [syntax], locate: () => first }];
  }
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
    .flatMap(({ start, body }) => readDocument(body, (offset) => position(start + offset)))
    .map((document, index) => ({ number: index + 1, ...document }));
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

function readDocument(body: string, position: (offset: number) => Position): Unnumbered[] {
  try {
    const document = parseDocument(body, { prettyErrors: false, logLevel: 'error', merge: true });
    const next = nextJsonValue(document, body);
    if (next !== undefined) {
      const found = 'several JSON values one after the other, as in JSON lines';
      const expected = 'a JSON array of them, or --- between them';
      return [broken(position, syntaxFinding(next, found, expected))];
    }
    const syntax = [...document.errors, ...document.warnings].map(toFinding);
    const locate: CatalogueDocument['locate'] = (path, spot) => position(offsetOf(document, body, path, spot));
    try {
      const value = withoutNulls(document.toJS({ maxAliasCount: MAX_ALIASES }));
      return itemsOf(value, syntax, (path) => offsetOf(document, body, path, undefined), locate);
    } catch (error) {
      const aliases = error instanceof ReferenceError;
      const found = aliases ? lowerFirst(error.message) : 'a value that is nested too deeply';
      const expected = aliases ? `anchors that exist and at most ${MAX_ALIASES} aliases` : WELL_FORMED;
      const offset = aliases ? unresolvedAlias(document) : offsetOf(document, body, [], undefined);
      return [{ value: undefined, syntax: [...syntax, syntaxFinding(offset, found, expected)], locate }];
    }
  } catch {
    const found = 'a text that cannot be read as YAML, or is nested too deeply';
    return [broken(position, syntaxFinding(0, found, WELL_FORMED))];
  }

  function toFinding(error: YAMLError): PlacedFinding {
    const found = lowerFirst(error.message.replace(/\s+/g, ' '));
    const severity = error.name === 'YAMLWarning' ? 'warning' : 'error';
    return {
      ...syntaxFinding(error.pos[0], found, EXPECTED_SYNTAX[error.code] ?? WELL_FORMED),
      severity,
      follows: error.code === 'UNEXPECTED_TOKEN',
    };
  }

  function syntaxFinding(at: number, found: string, expected: string): PlacedFinding {
    const offset = Math.min(at, body.trimEnd().length);
    return { offset, severity: 'error', ...position(offset), found, expected };
  }
}

/** A syntax finding with its offset in the document. */
interface PlacedFinding extends SyntaxFinding {
  offset: number;
  /** It may be what an earlier error led the parser to. */
  follows?: boolean;
}

function broken(position: (offset: number) => Position, finding: PlacedFinding): Unnumbered {
  return { value: undefined, syntax: [finding], locate: () => position(0) };
}

/** The document itself, or the items of the list that it is; a syntax error costs only the item that it is in. */
function itemsOf(
  value: unknown,
  syntax: PlacedFinding[],
  offsetAt: (path: FieldPath) => number,
  locate: CatalogueDocument['locate']
): Unnumbered[] {
  const present = itemsIn(value, []);
  if (!present.some(({ item, path }) => path.length > 0 && isMapping(item))) {
    return [{ value, syntax: withoutFollowing(syntax), locate }];
  }
  const starts = present.map(({ path }) => offsetAt(path));
  const owner = ({ offset }: PlacedFinding) => Math.max(0, starts.filter((start) => start <= offset).length - 1);
  return present.map(({ item, path }, index) => ({
    value: item,
    syntax: withoutFollowing(syntax.filter((finding) => owner(finding) === index)),
    locate: (inner, spot) => locate([...path, ...inner], spot),
  }));
}

/** One slip, such as a tab, makes the parser stumble over everything that comes after it. */
function withoutFollowing(syntax: PlacedFinding[]): PlacedFinding[] {
  return syntax.filter(({ follows }, index) => index === 0 || follows !== true);
}

/** What lists hold, in lists of lists too; the value itself where it is none. */
function itemsIn(value: unknown, path: FieldPath): Array<{ item: unknown; path: FieldPath }> {
  if (value === null) {
    return [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => itemsIn(item, [...path, index]));
  }
  return isMapping(value) && isListKind(value) && Array.isArray(value.items)
    ? itemsIn(value.items, [...path, 'items'])
    : [{ item: value, path }];
}

/** Offset of the second value where JSON follows JSON, with or without a comma. */
function nextJsonValue(document: Document, body: string): number | undefined {
  if (document.errors.length === 0) {
    return undefined;
  }
  const end = endOfJsonValue(body);
  const gap = end === undefined ? null : /^\s*,?\s*(?=[{[])/.exec(body.slice(end));
  if (end !== undefined && gap !== null) {
    return end + gap[0].length;
  }
  // The first line may be broken JSON itself, or what YAML takes for a key.
  return /^(?:---)?\s*\{[^\n]*\}[ \t]*,?[ \t\r]*\n\s*(?=\{)/.exec(body)?.[0].length;
}

/** Offset behind the object or list that a text begins with; YAML takes what follows it on its line for a part of it. */
function endOfJsonValue(body: string): number | undefined {
  const start = /^(?:---)?(?:\s|#[^\n]*\n)*(?=[{[])/.exec(body)?.[0].length;
  if (start === undefined) {
    return undefined;
  }
  let depth = 0;
  for (const { 0: token, index } of body.slice(start).matchAll(/"(?:[^"\\]|\\[^])*"|[{}[\]]/g)) {
    depth += token === '{' || token === '[' ? 1 : token === '}' || token === ']' ? -1 : 0;
    if (depth === 0) {
      return start + index + token.length;
    }
  }
  return undefined;
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
