import { parse } from 'yaml';
import { DATA_SOURCE, documents, SERVICE, SLI, SLO } from './exampleCatalogue.fixture';
import { parseCatalogue } from './parseCatalogue';

const SLOTH = `version: "prometheus/v1"
service: "myservice"
labels: {owner: "myteam"}
slos:
  - name: "requests-availability"
    objective: 99.9
    sli:
      events:
        error_query: sum(rate(http_requests_total{code=~"5.."}[{{.window}}]))
        total_query: sum(rate(http_requests_total[{{.window}}]))
    alerting: {name: MyServiceHighErrorRate}
`;

const SLOTH_OBJECT = `apiVersion: sloth.slok.dev/v1
kind: PrometheusServiceLevel
metadata: {name: sloth}
spec: {service: myservice, slos: []}
`;

describe('a document of another tool', () => {
  it.each([
    ['Sloth’s own format', SLOTH, 'a document of Sloth (prometheus/v1)', 'version', 10],
    ['an object of Sloth', SLOTH_OBJECT, 'a document of Sloth (sloth.slok.dev/v1)', 'apiVersion', 13],
  ])('is named, with what to write in its place: %s', (_, text, found, path, column) => {
    const { objectives, problems } = parseCatalogue(`${SERVICE}---\n${text}`);
    expect(objectives).toEqual([]);
    expect(problems).toMatchObject([
      {
        severity: 'error',
        document: 2,
        line: SERVICE.split('\n').length + 1,
        column,
        path,
        found,
        expected: expect.stringMatching(
          /^openslo\/v1: .*error_query as ratioMetric\.bad, total_query as ratioMetric\.total/
        ),
      },
    ]);
  });

  it('is named in a JSON array too', () => {
    const service = JSON.stringify({ apiVersion: 'openslo/v1', kind: 'Service', metadata: { name: 'a' }, spec: {} });
    const { problems } = parseCatalogue(`[${service},\n  {"version": "prometheus/v1", "service": "a", "slos": []}]`);
    expect(problems).toMatchObject([
      { found: 'a document of Sloth (prometheus/v1)', document: 2, line: 2, column: 15 },
    ]);
  });

  it.each([
    ['pyrra.dev/v1alpha1', 'Pyrra'],
    ['n9/v1alpha', 'Nobl9'],
    ['sre.google.com/v2', 'slo-generator'],
  ])('is named by its version: %s', (apiVersion, tool) => {
    const { problems } = parseCatalogue(`apiVersion: ${apiVersion}\nkind: SLO\nmetadata: {name: a}\n`);
    expect(problems).toMatchObject([{ path: 'apiVersion', found: `a document of ${tool} (${apiVersion})` }]);
  });

  it('is one of Sloth by its slos, where it does not say its version', () => {
    const { problems } = parseCatalogue(
      'service: a\nslos:\n  - name: b\n    sli: {events: {error_query: x, total_query: y}}\n'
    );
    expect(problems).toMatchObject([{ path: 'slos', found: 'a document of Sloth', line: 2, column: 1 }]);
  });

  it.each([
    ['', 'nothing'],
    ['items:', 'nothing'],
    ['items: []', 'an empty list'],
    ['items: {a: 1}', 'a mapping of a'],
    ['items: [a, b]', 'a list of 2'],
  ])('is a list of Kubernetes without documents: %s', (items, found) => {
    const { problems } = parseCatalogue(`apiVersion: v1\nkind: List\n${items}\n`);
    expect(problems).toMatchObject([{ path: 'items', found, expected: 'a list of OpenSLO documents' }]);
  });

  it('is none where a list of Kubernetes is named after what it holds', () => {
    const { objectives, problems } = parseCatalogue(
      JSON.stringify({
        apiVersion: 'openslo.com/v1',
        kind: 'SLOList',
        items: [parse(SERVICE), parse(DATA_SOURCE), parse(SLI), parse(SLO)],
      })
    );
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(objectives).toHaveLength(1);
  });

  it('is none of OpenSLO, of any version', () => {
    const { problems } = parseCatalogue(documents(SERVICE, SLO.replace('openslo/v1', 'openslo/v1alpha')));
    expect(problems.map(({ found }) => found)).toEqual(['"openslo/v1alpha"']);
  });
});
