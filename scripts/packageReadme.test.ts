import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseCatalogue } from '../src/catalogue/parseCatalogue';

const page = readFileSync(join(__dirname, '..', 'src', 'README.md'), 'utf8');
const [provisioning, catalogue] = [...page.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, text]) => text);

describe("the plugin's page in the catalogue", () => {
  it('shows objectives that can be copied as they are', () => {
    const { objectives, problems } = parseCatalogue(catalogue);

    expect(problems).toEqual([]);
    expect(objectives.map(({ id }) => id)).toEqual(['checkout-requests']);
  });

  it('shows a provisioned data source without credentials outside the secrets', () => {
    const [dataSource] = parse(provisioning).datasources;

    expect(dataSource).toMatchObject({ type: 'oso-errorbudget-datasource', uid: 'errorbudget', access: 'proxy' });
    expect(Object.keys(dataSource.secureJsonData)).toEqual(['prometheusBasic']);
    expect(dataSource).not.toHaveProperty('url');
    expect(dataSource).not.toHaveProperty('basicAuth');
  });
});
