import * as operations from '../graphql/operations.generated';
import { composeOperation, featuresQuery, readFeatures, requireFeatures } from './features';
import recorded from './testdata/dagster-1.13.27.json';
import recordedOld from './testdata/dagster-1.7.16.json';
import { UpstreamFailure } from '../../upstreamFailure';

function featuresOf(exchanges: Array<{ operation: string; body: unknown }>) {
  const found = exchanges.find(({ operation }) => operation === 'Features');
  const data = Object(found?.body).data;
  return readFeatures(Object(data));
}

const newest = featuresOf(recorded);
const old = featuresOf(recordedOld);

describe('what a Dagster can be asked', () => {
  it('is found with one query over the types that operations need', () => {
    const query = featuresQuery(Object.values(operations));
    expect(query).toContain('AssetNode:__type(name:"AssetNode")');
    expect(query).toContain('RunsFilter:__type(name:"RunsFilter")');
    expect(query.match(/__schema/)).toBeNull();
  });

  it('is everything of Dagster 1.13.27', () => {
    for (const operation of Object.values(operations)) {
      requireFeatures(newest, operation);
      const sent = composeOperation(operation, newest);
      operation.fragments.forEach(({ text }) => expect(sent).toContain(text));
    }
  });

  it('is less of Dagster 1.7.16, which is never asked for what it lacks', () => {
    Object.values(operations).forEach((operation) => requireFeatures(old, operation));
    const graph = composeOperation(operations.assetGraphOperation, old);
    expect(graph).not.toMatch(/\bkinds\b|internalFreshnessPolicy|TimeWindowFreshness|CronFreshness|isMaterializable/);
    expect(graph).toMatch(/freshnessPolicy\{maximumLagMinutes/);
    const details = composeOperation(operations.runDetailsOperation, old);
    expect(details).not.toMatch(/executionPlan|PlannedAssets/);
    expect(details).toMatch(/\.\.\.RunAssets.*fragment RunAssets on Run\{assets\{key\{path\}\}\}/);
  });

  it('leaves out an optional part that the caller can do without', () => {
    expect(composeOperation(operations.runDetailsOperation, newest, ['RunAssets'])).not.toMatch(/RunAssets/);
  });

  it('names what is missing, and a release that has it, where Dagster is too old', () => {
    const ancient = new Set([...old].filter((feature) => feature !== 'RunsFilter.createdAfter'));
    expect(() => requireFeatures(ancient, operations.runsOperation)).toThrow(UpstreamFailure);
    expect(() => requireFeatures(ancient, operations.runsOperation)).toThrow(
      /too old: its GraphQL lacks RunsFilter\.createdAfter.*Update Dagster to 1\.11\.16 or newer/
    );
  });

  it('is not Dagster where GraphQL knows neither runs nor assets', () => {
    expect(() => readFeatures({ Query: { fields: [{ name: 'viewer' }], inputFields: null }, Run: null })).toThrow(
      /GraphQL server, but not from Dagster/
    );
  });
});
