import { pathText } from './fieldPath';
import type { Finding } from './findings';

/** One thing that is wrong or doubtful in a catalogue, at the place where its author has to look. */
export interface Problem {
  /** An SLO with an error yields no objective; a warning changes nothing. */
  severity: 'error' | 'warning';
  /** 1-based, counting documents that are not empty. */
  document: number;
  /** `kind` of the document, where it could be read. */
  kind?: string;
  /** `metadata.name` of the document, where it could be read. */
  name?: string;
  /** 1-based, in the whole text. */
  line: number;
  /** 1-based, in characters. */
  column: number;
  /** Such as `spec.objectives[0].target`; empty for the document as a whole. */
  path: string;
  found: string;
  expected: string;
  /** One readable sentence with all of the above. */
  message: string;
}

/** The document that a finding is in. */
interface Whereabouts {
  document: number;
  kind?: string;
  name?: string;
  line: number;
  column: number;
}

/** Completes a finding with its place and its sentence. */
export function toProblem(finding: Finding, where: Whereabouts): Problem {
  const { severity, found, expected } = finding;
  const path = pathText(finding.path);
  const owner = [where.kind, where.name].filter((part) => part !== undefined).join(' ');
  const place = `Document ${where.document}${owner === '' ? '' : ` (${owner})`}, line ${where.line}, column ${where.column}`;
  const message = `${place}${path === '' ? '' : `, ${path}`}: found ${found}, expected ${expected}.`;
  return { severity, ...where, path, found, expected, message };
}

const LONGEST_QUOTE = 60;

/** A value as a problem quotes it: short, and with strings quoted, so that they differ from numbers. */
export function describeFound(value: unknown): string {
  if (value === undefined || value === null) {
    return 'nothing';
  }
  if (typeof value === 'string') {
    return JSON.stringify(value.length > LONGEST_QUOTE ? `${value.slice(0, LONGEST_QUOTE)}…` : value);
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  }
  if (typeof value === 'object') {
    const keys = Object.keys(value);
    return keys.length === 0 ? 'an empty mapping' : `a mapping of ${keys.slice(0, 5).join(', ')}`;
  }
  return String(value);
}
