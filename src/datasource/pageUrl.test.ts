import { pageUrl } from './pageUrl';

const dagsterUrl = 'http://dagster:3070';

describe('the address at which people open an upstream', () => {
  it('is the one that Grafana asks, unless the settings name another', () => {
    expect(pageUrl({ dagsterUrl }, 'dagster')).toBe(dagsterUrl);
    expect(pageUrl({ dagsterUrl, dagsterPageUrl: ' https://dagster.example/prod ' }, 'dagster')).toBe(
      'https://dagster.example/prod'
    );
    expect(pageUrl({ trinoUrl: 'http://trino:8080', trinoPageUrl: 'http://localhost:8080' }, 'trino')).toBe(
      'http://localhost:8080'
    );
  });

  it('is the one that Grafana asks where a variable of provisioning was not set', () => {
    expect(pageUrl({ dagsterUrl, dagsterPageUrl: '' }, 'dagster')).toBe(dagsterUrl);
  });

  it('is none without an upstream', () => {
    expect(pageUrl({}, 'trino')).toBeUndefined();
  });

  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'data:text/html,x',
    '//elsewhere',
    'dagster:3070',
    'http://',
  ])('is never %s', (dagsterPageUrl) => {
    expect(pageUrl({ dagsterUrl, dagsterPageUrl }, 'dagster')).toBeUndefined();
  });
});
