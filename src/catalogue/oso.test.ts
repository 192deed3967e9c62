import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measure, Objective, PrometheusSpec } from './objective';
import { parseCatalogue } from './parseCatalogue';

const DAY_MS = 86_400_000;
const text = readFileSync(join(__dirname, 'oso.yaml'), 'utf8');
const { categories, objectives, problems } = parseCatalogue(text);

const objective = (id: string): Objective => {
  const found = objectives.find((candidate) => candidate.id === id);
  if (found === undefined) {
    throw new Error(`no objective ${id}`);
  }
  return found;
};

describe('the shipped catalogue', () => {
  it('has no problem', () => {
    expect(problems).toEqual([]);
  });

  it('holds no dollar sign, which Grafana would expand', () => {
    expect(text).not.toContain('$');
  });

  it('has the categories of the service document, in its order', () => {
    expect(categories.map(({ displayName }) => displayName)).toEqual([
      'Core Source Data',
      'Unstable Source Data',
      'SQLMesh',
      'Public Applications',
      'Consumer Trino',
      'Kubernetes Infrastructure',
    ]);
  });

  it('states the 19 objectives with the values of the service document, not those of its descriptions', () => {
    const rows = objectives.map(({ id, category, target, window, indicator }) => [
      id,
      category.displayName,
      target,
      window.type === 'rolling' ? window.durationMs / DAY_MS : window.type,
      indicator.source,
    ]);
    expect(rows).toEqual([
      ['core-materialization', 'Core Source Data', 0.99, 30, 'Dagster'],
      ['core-freshness', 'Core Source Data', 1, 'pointInTime', 'Dagster'],
      ['core-partitions', 'Core Source Data', 0.99, 'pointInTime', 'Dagster'],
      ['unstable-materialization', 'Unstable Source Data', 0.75, 30, 'Dagster'],
      ['sqlmesh-materialization', 'SQLMesh', 0.99, 30, 'Dagster'],
      ['dagster-availability', 'Public Applications', 0.99, 30, 'Prometheus'],
      ['sqlmesh-pipeline-availability', 'Public Applications', 0.99, 30, 'Prometheus'],
      ['api-availability', 'Public Applications', 0.99, 30, 'Prometheus'],
      ['frontend-availability', 'Public Applications', 0.99, 30, 'Prometheus'],
      ['documentation-availability', 'Public Applications', 0.99, 30, 'Prometheus'],
      ['dagster-requests', 'Public Applications', 0.99, 30, 'Prometheus'],
      ['sqlmesh-pipeline-requests', 'Public Applications', 0.99, 30, 'Prometheus'],
      ['api-requests', 'Public Applications', 0.99, 30, 'Prometheus'],
      ['frontend-requests', 'Public Applications', 0.99, 30, 'Prometheus'],
      ['documentation-requests', 'Public Applications', 0.99, 30, 'Prometheus'],
      ['trino-availability', 'Consumer Trino', 0.99, 30, 'Prometheus'],
      ['trino-queries', 'Consumer Trino', 0.9, 30, 'Trino'],
      ['kubernetes-availability', 'Kubernetes Infrastructure', 0.99, 30, 'Prometheus'],
      ['flux-availability', 'Kubernetes Infrastructure', 0.99, 30, 'Prometheus'],
    ]);
  });

  it('scopes every Dagster objective as the document does', () => {
    const scopes = objectives.flatMap(({ id, indicator }) =>
      indicator.source === 'Dagster' && indicator.measure.shape === 'raw'
        ? [[id, indicator.measure.raw.measure, indicator.measure.raw.selection, indicator.measure.raw.retries]]
        : []
    );
    expect(scopes).toEqual([
      ['core-materialization', 'materializations', 'tag:core and not kind:sqlmesh', 'after'],
      ['core-freshness', 'freshness', 'tag:core and not kind:sqlmesh', 'after'],
      ['core-partitions', 'partitions', 'tag:core and not kind:sqlmesh', 'after'],
      ['unstable-materialization', 'materializations', 'not tag:core and not kind:sqlmesh', 'after'],
      ['sqlmesh-materialization', 'materializations', 'kind:sqlmesh', 'every-attempt'],
    ]);
  });

  it('knows the unstable source data as unstable, and nothing else', () => {
    expect(objectives.filter(({ policy }) => policy.data === 'unstable').map(({ id }) => id)).toEqual([
      'unstable-materialization',
    ]);
  });

  it('leaves user errors of Trino out, and does not judge queries while the endpoint is down', () => {
    const { indicator } = objective('trino-queries');
    expect(indicator.measure).toMatchObject({ raw: { userErrors: 'excluded', probe: 'trino-availability' } });
  });

  it('has five applications, each with availability and requests', () => {
    const byApplication = objectives.flatMap(({ id, application }) => (application ? [[application.id, id]] : []));
    const applications = ['dagster', 'sqlmesh-pipeline', 'api', 'frontend', 'documentation'];
    expect(byApplication).toEqual([
      ...applications.map((id) => [id, `${id}-availability`]),
      ...applications.map((id) => [id, `${id}-requests`]),
    ]);
  });

  it('counts availability in observed time and requests in events', () => {
    for (const { id, policy, indicator } of objectives) {
      expect(policy.timeBased).toBe(id.endsWith('-availability'));
      if (indicator.source === 'Prometheus') {
        expect(selectors(indicator.measure).length > 0).toBe(id.endsWith('-requests'));
      }
    }
  });

  it('never pages for unstable source data, and says how often the batch jobs run', () => {
    expect(objective('unstable-materialization').policy.severity).toBe('ticket');
    const expectedDays = objectives.flatMap(({ id, policy }) =>
      policy.expectedEveryMs === undefined ? [] : [[id, policy.expectedEveryMs / DAY_MS]]
    );
    expect(expectedDays).toEqual([
      ['core-materialization', 31],
      ['unstable-materialization', 1],
      ['sqlmesh-materialization', 1],
    ]);
  });
});

function selectors(measure: Measure<PrometheusSpec>): string[] {
  return measure.shape === 'goodTotal' ? measure.total.counterSelectors : [];
}
