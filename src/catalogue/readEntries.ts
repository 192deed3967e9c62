import { type CatalogueDocument, readDocuments } from './documents';
import { isMapping, valueAt } from './fieldPath';
import { checkFields } from './fieldRules';
import { Findings } from './findings';
import { foreignDocument } from './foreignDocument';
import { suggestion } from './nearestName';
import { API_VERSION, type Content, IGNORED_KINDS, type Kind, KIND_RULES, KINDS } from './openSloDocuments';
import { describeFound } from './problem';

/** One document of a catalogue and what its own fields say. */
export interface Entry {
  document: CatalogueDocument;
  findings: Findings;
  /** `kind` and `metadata.name` as far as they can be read, so that a broken document is still known by its name. */
  kind?: string;
  name?: string;
  /** By kind; absent where the document is broken or ignored. */
  content: { [K in Kind]?: Content<K> };
}

/** Reads every document of the text by itself: apiVersion, kind and field rules, and that a name occurs once. */
export function readEntries(text: string): Entry[] {
  const entries = readDocuments(text).map(readEntry);
  const declared = new Map<string, Entry>();
  for (const entry of entries) {
    const id = `${entry.kind}/${entry.name}`;
    const first = declared.get(id);
    if (entry.kind === undefined || entry.name === undefined) {
      continue;
    }
    if (first === undefined) {
      declared.set(id, entry);
    } else {
      const expected = `a name of its own (document ${first.document.number} is the ${entry.kind} of this name)`;
      entry.findings.error(['metadata', 'name'], JSON.stringify(entry.name), expected);
      entry.content = {};
    }
  }
  return entries;
}

function readEntry(document: CatalogueDocument): Entry {
  const findings = new Findings();
  const { value } = document;
  const entry: Entry = {
    document,
    findings,
    kind: textAt(value, 'kind'),
    name: textAt(value, 'metadata', 'name'),
    content: {},
  };
  if (document.syntax.some(({ severity }) => severity === 'error')) {
    return entry;
  }
  if (!isMapping(value)) {
    findings.error([], describeFound(value), 'an OpenSLO document, a mapping with apiVersion, kind, metadata and spec');
    return entry;
  }
  const foreign = foreignDocument(value);
  if (foreign !== undefined) {
    findings.error(foreign.path, foreign.found, foreign.expected);
    return entry;
  }
  if (value.apiVersion !== API_VERSION) {
    findings.error(['apiVersion'], describeFound(value.apiVersion), API_VERSION);
    return entry;
  }
  const kind = KINDS.find((known) => known === value.kind);
  if (kind !== undefined) {
    readContent(entry, kind);
  } else if (IGNORED_KINDS.some((ignored) => ignored === value.kind)) {
    findings.warning(['kind'], `${String(value.kind)}, which is ignored`, 'no alerting objects: rules are generated');
  } else {
    const expected = `${KINDS.join(', ')}${suggestion(value.kind, [...KINDS, ...IGNORED_KINDS])}`;
    findings.error(['kind'], describeFound(value.kind), expected);
  }
  return entry;
}

function readContent(entry: Entry, kind: Kind): void {
  const { value } = entry.document;
  switch (kind) {
    case 'Service':
      entry.content.Service = checkFields(KIND_RULES.Service, value, entry.findings);
      break;
    case 'DataSource':
      entry.content.DataSource = checkFields(KIND_RULES.DataSource, value, entry.findings);
      break;
    case 'SLI':
      entry.content.SLI = checkFields(KIND_RULES.SLI, value, entry.findings);
      break;
    case 'SLO':
      entry.content.SLO = checkFields(KIND_RULES.SLO, value, entry.findings);
      break;
  }
}

function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : undefined;
}
