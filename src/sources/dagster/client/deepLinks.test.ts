import { assetUrl, runUrl } from './deepLinks';

describe('links into Dagster', () => {
  it('lead to the page of an asset and of a run, in Dagster and in a deployment of Dagster+', () => {
    expect(assetUrl('http://dagster:3000/', 'a/b c')).toBe('http://dagster:3000/assets/a/b%20c');
    expect(runUrl('https://acme.dagster.cloud/prod', '0af1')).toBe('https://acme.dagster.cloud/prod/runs/0af1');
  });
});
