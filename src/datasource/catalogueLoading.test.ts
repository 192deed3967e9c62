import type { DataSourceInstanceSettings } from '@grafana/data';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import { ErrorBudgetDataSource } from './datasource';
import { loadCatalogue } from './loadCatalogue';
import type { ErrorBudgetSettings } from './settings';

jest.mock('@grafana/runtime', () => ({}));
jest.mock('./loadCatalogue');

it('A catalogue whose parser failed to load is loaded again by the next query, and then kept', async () => {
  const load = jest.mocked(loadCatalogue);
  load.mockRejectedValueOnce(new Error('Loading chunk 12 failed')).mockResolvedValue(shippedCatalogue);
  const instance: Partial<DataSourceInstanceSettings<ErrorBudgetSettings>> = { jsonData: { catalogue: 'own' } };
  const source = new ErrorBudgetDataSource(instance as DataSourceInstanceSettings<ErrorBudgetSettings>, () => null);
  await expect(source.getCatalogue()).rejects.toThrow('Loading chunk 12 failed');
  await expect(source.getCatalogue()).resolves.toBe(shippedCatalogue);
  await expect(source.getCatalogue()).resolves.toBe(shippedCatalogue);
  expect(load).toHaveBeenCalledTimes(2);
});
