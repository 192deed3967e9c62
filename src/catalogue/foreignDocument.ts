import { type FieldPath, isMapping } from './fieldPath';
import { describeFound } from './problem';

/** A document that another tool reads, and what to write in its place. */
export interface ForeignDocument {
  /** The field that shows it. */
  path: FieldPath;
  found: string;
  expected: string;
}

/** How the `apiVersion` of a tool begins. */
const TOOLS: ReadonlyArray<[prefix: string, name: string]> = [
  ['sloth.slok.dev/', 'Sloth'],
  ['pyrra.dev/', 'Pyrra'],
  ['n9/', 'Nobl9'],
  ['sre.google.com/', 'slo-generator'],
];

const TRANSLATIONS: Record<string, string | undefined> = {
  Sloth:
    'openslo/v1: write each of its slos as an SLO, with error_query as ratioMetric.bad, total_query as ratioMetric.total ' +
    'and objective as targetPercent; {{.window}} stays as it is',
};

/** A document of a tool whose name is known; undefined for every other, OpenSLO's own included. */
export function foreignDocument(value: Record<string, unknown>): ForeignDocument | undefined {
  const { apiVersion, version } = value;
  if (isListKind(value)) {
    // Its documents were taken out of it, where it has any.
    const found = value.items === undefined ? 'nothing' : describeFound(value.items);
    return { path: ['items'], found, expected: 'a list of OpenSLO documents' };
  }
  if (typeof apiVersion === 'string') {
    const tool = TOOLS.find(([prefix]) => apiVersion.startsWith(prefix))?.[1];
    return tool === undefined ? undefined : described(tool, 'apiVersion', apiVersion);
  }
  // Sloth's own format: `version: prometheus/v1`, and a list of slos.
  if (apiVersion === undefined && typeof version === 'string' && /^prometheus\/v\d/.test(version)) {
    return described('Sloth', 'version', version);
  }
  return apiVersion === undefined && Array.isArray(value.slos) && value.slos.some(isSlothSlo)
    ? described('Sloth', 'slos')
    : undefined;
}

/** True for a list of Kubernetes, `kind: List` or one of a kind, whose documents are under `items`. */
export function isListKind({ kind }: Record<string, unknown>): boolean {
  return typeof kind === 'string' && /List$/.test(kind);
}

function isSlothSlo(slo: unknown): boolean {
  const sli = isMapping(slo) ? slo.sli : undefined;
  return isMapping(sli) && ['events', 'raw', 'plugin'].some((field) => field in sli);
}

function described(tool: string, field: string, version?: string): ForeignDocument {
  return {
    path: [field],
    found: `a document of ${tool}${version === undefined ? '' : ` (${version})`}`,
    expected: TRANSLATIONS[tool] ?? 'openslo/v1: write it as an OpenSLO document',
  };
}
