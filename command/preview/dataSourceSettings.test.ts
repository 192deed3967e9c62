import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

it('A credential needs no mode of authentication, and may be in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'error-budget-preview-'));
  try {
    const file = join(folder, 'secret');
    writeFileSync(file, 's3cret\n');
    const { jsonData, secureJsonData } = dataSourceSettings({ upstreams: {} }, { DAGSTER_TOKEN_FILE: file });
    expect(jsonData).toMatchObject({ prometheusAuth: 'none', dagsterAuth: 'bearer', trinoAuth: 'none' });
    expect(secureJsonData).toEqual({ dagsterToken: 's3cret' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('An auth mode that the upstream does not know is refused with those that it knows', () => {
  expect(() => dataSourceSettings({ upstreams: {} }, { TRINO_AUTH: 'dagsterCloud' })).toThrow(
    'TRINO_AUTH is "dagsterCloud", expected one of none, basic, bearer'
  );
});

it('A server takes the place of demo data, and its token stays among the secrets', () => {
  const { jsonData, secureJsonData } = dataSourceSettings(
    { upstreams: {}, server: 'http://localhost:9464' },
    { SERVE_TOKEN: 's3cret' }
  );
  expect(jsonData).toMatchObject({ demo: false, serverUrl: 'http://localhost:9464', serverAuth: 'bearer' });
  expect(secureJsonData).toEqual({ serverToken: 's3cret' });
});
