import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
} from 'yaml';
import type { FieldPath } from './fieldPath';
import type { Finding } from './findings';

/**
 * Offset in `source` of the field at `path`, or of its nearest ancestor that exists. Scalars and flow collections are
 * found at their value, block collections at their key.
 */
export function offsetOf(document: Document, source: string, path: FieldPath, spot: Finding['spot']): number {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const [index, segment] of path.entries()) {
    const parent = isAlias(node) ? node.resolve(document) : node;
    const isLast = index === path.length - 1;
    if (isMap(parent)) {
      const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
      if (pair === undefined) {
        return offset ?? 0;
      }
      offset = (isLast && spot === 'key' ? startOf(pair.key) : pairStart(pair)) ?? offset;
      node = pair.value;
    } else if (isSeq(parent) && typeof segment === 'number' && segment < parent.items.length) {
      node = parent.items[segment];
      offset = startOf(node) ?? offset;
    } else {
      return offset ?? 0;
    }
  }
  if (typeof spot === 'number') {
    const scalar = isAlias(node) ? node.resolve(document) : node;
    return isScalar(scalar) ? characterOffset(scalar, source, spot) : (offset ?? 0);
  }
  return offset ?? 0;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function pairStart({ key, value }: Pair): number | undefined {
  const atValue = isNode(value) && (isScalar(value) || (isCollection(value) && value.flow === true));
  return (atValue ? startOf(value) : undefined) ?? startOf(key);
}

/**
 * Offset in `source` of the n-th character of a scalar's text. Indentation, folded line breaks, quotes and escapes are
 * passed over by aligning the text with its source.
 */
function characterOffset(scalar: Node & Scalar, source: string, characters: number): number {
  const [from, to] = scalar.range ?? [0, 0];
  const text = String(scalar.value);
  let at = contentStart(scalar, source, from);
  if (scalar.type === 'QUOTE_DOUBLE') {
    return escapedOffset(source, at, to, characters);
  }
  for (let index = 0; index < Math.min(characters, text.length) && at < to; index++) {
    at = skipLayout(source, at, to, text[index]) + 1;
  }
  return Math.min(skipLayout(source, at, to, text[characters]), to);
}

/** A character of a double-quoted text as its source has it: some writers of JSON escape even <, > and &. */
const ESCAPED = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|\r?\n[ \t]*|[^])|[ \t]*\r?\n\s*|[^]/y;

function escapedOffset(source: string, from: number, to: number, characters: number): number {
  let at = from;
  for (let passed = 0; passed < characters && at < to;) {
    ESCAPED.lastIndex = at;
    const [written] = ESCAPED.exec(source) ?? [''];
    passed += lengthOf(written);
    at += Math.max(written.length, 1);
  }
  return Math.min(at, to);
}

/** How many characters of the text this piece of its source is. */
function lengthOf(written: string): number {
  if (/^\\\r?\n/.test(written)) {
    return 0;
  }
  if (/^\\U/.test(written)) {
    return Number.parseInt(written.slice(2), 16) > 0xffff ? 2 : 1;
  }
  const lineBreaks = written.split('\n').length - 1;
  // One line break is a space, each further one stays one.
  return Math.max(1, lineBreaks - 1);
}

function contentStart(scalar: Scalar, source: string, from: number): number {
  switch (scalar.type) {
    case 'BLOCK_LITERAL':
    case 'BLOCK_FOLDED':
      return source.indexOf('\n', from) + 1;
    case 'QUOTE_DOUBLE':
    case 'QUOTE_SINGLE':
      return from + 1;
    default:
      return from;
  }
}

function skipLayout(source: string, from: number, to: number, character: string | undefined): number {
  let at = from;
  while (at < to && character !== undefined && source[at] !== character && /[\s\\']/.test(source[at])) {
    at++;
  }
  return at;
}
