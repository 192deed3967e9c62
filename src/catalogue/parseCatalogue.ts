import { ANNOTATION_PREFIX } from './annotations';
import type { Category, Objective } from './objective';
import { type Kind, KINDS } from './openSloDocuments';
import { type Problem, toProblem } from './problem';
import { type Entry, readEntries } from './readEntries';
import { References } from './references';
import { resolveIndicator } from './resolveIndicator';
import { resolveObjectives } from './resolveObjectives';
import { resolveProbes } from './resolveProbes';

/** A catalogue as far as it is valid, and what is not. */
export interface Catalogue {
  /** In the order of their Service documents. */
  categories: Category[];
  /** In the order of their SLO documents. */
  objectives: Objective[];
  /** In the order of the text. */
  problems: Problem[];
}

/**
 * Reads OpenSLO v1 documents. Never throws: whatever is wrong is a problem with its place, and costs the objectives of
 * the document that it is in (or that needs it) and no others.
 */
export function parseCatalogue(text: string): Catalogue {
  const entries = readEntries(text);
  if (entries.length === 0) {
    return { categories: [], objectives: [], problems: [NO_DOCUMENT] };
  }
  const references = new References(entries);
  const declared = entries.flatMap((entry) => categoryOf(entry) ?? []);
  const terms = new Map(entries.flatMap((entry) => sliTerms(entry, references)));
  const resolved = entries.flatMap((entry) => {
    warnOfMisplacedAnnotations(entry);
    const objectives =
      entry.content.SLO === undefined
        ? []
        : resolveObjectives(entry, entry.content.SLO, {
            references,
            categoryOf: (service) => declared.find(({ id }) => id === service),
            termsOf: (sli) => terms.get(sli),
          });
    return objectives.map((objective) => ({ entry, objective }));
  });
  const objectives = resolveProbes(resolved);
  return {
    categories: categoriesOf(declared, objectives),
    objectives,
    problems: entries.flatMap(problemsOf),
  };
}

const NO_DOCUMENT = toProblem(
  { severity: 'error', path: [], found: 'no document', expected: 'at least one OpenSLO document' },
  { document: 1, line: 1, column: 1 }
);

/** A broken Service still is a category, by its name: its objectives are not to blame. */
function categoryOf({ kind, name, content }: Entry): Category | undefined {
  if (kind !== 'Service' || name === undefined) {
    return undefined;
  }
  const service = content.Service;
  return {
    id: name,
    displayName: service?.metadata.displayName ?? name,
    description: service?.spec?.description ?? '',
  };
}

/** The declared categories, and substitutes for documents that cannot be read. */
function categoriesOf(declared: Category[], objectives: Objective[]): Category[] {
  const byId = new Map<string, Category>();
  for (const category of [...declared, ...objectives.map((objective) => objective.category)]) {
    byId.set(category.id, byId.get(category.id) ?? category);
  }
  return [...byId.values()];
}

function sliTerms({ content, findings }: Entry, references: References) {
  const sli = content.SLI;
  const terms = sli && resolveIndicator(sli.spec, ['spec'], findings, references);
  return sli && terms ? [[sli.metadata.name, terms] as const] : [];
}

function warnOfMisplacedAnnotations({ content, findings }: Entry): void {
  const isOther = (kind: Kind) => kind !== 'SLO' && content[kind] !== undefined;
  const annotations = KINDS.filter(isOther).flatMap((kind) => Object.keys(content[kind]?.metadata.annotations ?? {}));
  for (const name of annotations.filter((annotation) => annotation.startsWith(ANNOTATION_PREFIX))) {
    const path = ['metadata', 'annotations', name];
    findings.warning(path, `${name}, which is ignored here`, 'it on an SLO', 'key');
  }
}

function problemsOf({ document, findings, kind, name }: Entry): Problem[] {
  const owner = { document: document.number, kind, name };
  const problems = [
    ...document.syntax.map(({ severity, line, column, found, expected }) =>
      toProblem({ severity, path: [], found, expected }, { ...owner, line, column })
    ),
    ...findings.all.map((finding) => toProblem(finding, { ...owner, ...document.locate(finding.path, finding.spot) })),
  ];
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}
