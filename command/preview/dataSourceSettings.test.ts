import { dataSourceSettings } from './dataSourceSettings';

it('Without upstream the data source shows demo data', () => {
  expect(dataSourceSettings({ upstreams: {} }, {}).jsonData.demo).toBe(true);
});

it('With an upstream it does not, and every credential stays among the secrets', () => {
  const { jsonData, secureJsonData } = dataSourceSettings(
    { upstreams: { prometheus: 'http://p:9090' }, catalogue: 'apiVersion: openslo/v1' },
    { PROMETHEUS_AUTH: 'bearer', PROMETHEUS_TOKEN: 'secret', TRINO_BASIC: 'bWU6c2VjcmV0' }
  );
  expect(jsonData).toMatchObject({ demo: false, prometheusUrl: 'http://p:9090', prometheusAuth: 'bearer' });
  expect(secureJsonData).toMatchObject({ prometheusToken: 'secret', trinoBasic: 'bWU6c2VjcmV0' });
  expect(JSON.stringify(jsonData)).not.toContain('secret');
});

it('An auth mode that the upstream does not know is refused with those that it knows', () => {
  expect(() => dataSourceSettings({ upstreams: {} }, { TRINO_AUTH: 'dagsterCloud' })).toThrow(
    'TRINO_AUTH is "dagsterCloud", expected one of none, basic, bearer'
  );
});
