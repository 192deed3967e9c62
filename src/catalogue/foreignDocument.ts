import type { FieldPath } from './fieldPath';

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
  if (typeof apiVersion === 'string') {
    const tool = TOOLS.find(([prefix]) => apiVersion.startsWith(prefix))?.[1];
    return tool === undefined ? undefined : described(tool, 'apiVersion', apiVersion);
  }
  // Sloth's own format: `version: prometheus/v1`, and a list of slos.
  const isSloth = apiVersion === undefined && typeof version === 'string' && /^prometheus\/v\d/.test(version);
  return isSloth ? described('Sloth', 'version', version) : undefined;
}

function described(tool: string, field: string, version: string): ForeignDocument {
  return {
    path: [field],
    found: `a document of ${tool} (${version})`,
    expected: TRANSLATIONS[tool] ?? 'openslo/v1: write it as an OpenSLO document',
  };
}
