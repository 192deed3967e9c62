import type { FieldPath } from './fieldPath';
import type { Findings } from './findings';
import { suggestion } from './nearestName';
import { SOURCE_TYPES, type SourceType } from './objective';
import type { MetricContent } from './openSloDocuments';
import { rawText, type References } from './references';

/** One metric of an indicator and where its `metricSource` is. */
export interface Metric {
  metricSource: MetricContent['metricSource'];
  at: FieldPath;
}

/** What the metrics of one indicator ask. */
interface MetricSource {
  type: SourceType;
  /** Name of the DataSource. */
  dataSource?: string;
}

/** The one source that all metrics of an indicator must share; undefined after an error. */
export function commonSource(
  metrics: readonly Metric[],
  findings: Findings,
  references: References
): MetricSource | undefined {
  const sources = metrics.map((metric) => sourceOf(metric, findings, references));
  const [first] = sources;
  for (const [index, source] of sources.entries()) {
    if (first === undefined || source === undefined) {
      return undefined;
    }
    if (source.type !== first.type || source.dataSource !== first.dataSource) {
      findings.error(metrics[index].at, inWords(source), `${inWords(first)}, as in the indicator's other metric`);
      return undefined;
    }
  }
  return first;
}

function inWords({ type, dataSource }: MetricSource): string {
  return dataSource === undefined ? `the source ${type}` : `the source ${type} (${dataSource})`;
}

/** `metricSourceRef` rules where both are given (OpenSLO README, SLI). */
function sourceOf({ metricSource, at }: Metric, findings: Findings, references: References): MetricSource | undefined {
  const { metricSourceRef, type } = metricSource;
  const own = type === undefined ? undefined : sourceType(type, [...at, 'type'], findings);
  if (metricSourceRef === undefined) {
    if (type === undefined) {
      findings.error([...at, 'type'], 'neither type nor metricSourceRef', `${SOURCE_TYPES.join(', ')}`);
    }
    return own && { type: own };
  }
  const entry = references.find('DataSource', metricSourceRef);
  if (entry === undefined) {
    references.reportMissing('DataSource', metricSourceRef, findings, [...at, 'metricSourceRef'], own !== undefined);
    return own && { type: own, dataSource: metricSourceRef };
  }
  const declaredText = rawText(entry, ['spec', 'type']);
  const declared = SOURCE_TYPES.find((known) => known === declaredText);
  if (declared === undefined && own === undefined) {
    const expected = 'a DataSource whose type can be read, or the type beside the reference';
    findings.error([...at, 'metricSourceRef'], `the DataSource ${metricSourceRef}, which has errors`, expected);
  }
  if (declared !== undefined && own !== undefined && declared !== own) {
    findings.warning([...at, 'type'], own, `${declared}, the type of the DataSource ${metricSourceRef}, which rules`);
  }
  const ruling = declared ?? own;
  return ruling && { type: ruling, dataSource: metricSourceRef };
}

function sourceType(type: string, at: FieldPath, findings: Findings): SourceType | undefined {
  const known = SOURCE_TYPES.find((name) => name === type);
  if (known === undefined) {
    findings.error(at, JSON.stringify(type), `${SOURCE_TYPES.join(', ')}${suggestion(type, SOURCE_TYPES)}`);
  }
  return known;
}
