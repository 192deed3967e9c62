import type { ErrorBudgetSettings } from '../datasource/settings';
import { draftOf } from './settings.testing';
import { settingsProblems } from './settingsProblems';

const problemsOf = (jsonData: ErrorBudgetSettings) => settingsProblems(draftOf({ jsonData }));

describe('settings that the health check would refuse', () => {
  it('are none of a new data source, which shows demo data', () => {
    expect(problemsOf({})).toEqual({});
  });

  it('are demo data switched off without any upstream', () => {
    expect(problemsOf({ demo: false })).toHaveProperty('data');
    expect(problemsOf({ demo: false, trinoUrl: 'http://trino', trinoUser: 'me' })).toEqual({});
  });

  it('are a base that already holds the path that the plugin appends', () => {
    expect(problemsOf({ prometheusUrl: 'http://p/api/v1' })).toHaveProperty('prometheusUrl');
    expect(problemsOf({ dagsterUrl: 'http://d/graphql' })).toHaveProperty('dagsterUrl');
    expect(problemsOf({ trinoUrl: 'http://t/v1/statement', trinoUser: 'me' })).toHaveProperty('trinoUrl');
  });

  it('are an address to open that must not become a link', () => {
    expect(problemsOf({ dagsterUrl: 'http://d', dagsterPageUrl: 'javascript:alert(1)' })).toHaveProperty(
      'dagsterPageUrl'
    );
    expect(problemsOf({ trinoUrl: 'http://t', trinoUser: 'me', trinoPageUrl: 'data:text/html,x' })).toHaveProperty(
      'trinoPageUrl'
    );
    expect(problemsOf({ dagsterUrl: 'http://d', dagsterPageUrl: 'http://localhost:3070' })).toEqual({});
  });

  it('are an authentication without its secret, typed or stored', () => {
    const jsonData: ErrorBudgetSettings = { dagsterUrl: 'https://org.dagster.cloud/prod', dagsterAuth: 'dagsterCloud' };
    expect(settingsProblems(draftOf({ jsonData }))).toHaveProperty('dagsterCredentials');
    expect(settingsProblems(draftOf({ jsonData, secureJsonData: { dagsterToken: 'x' } }))).toEqual({});
    expect(settingsProblems(draftOf({ jsonData, secureJsonFields: { dagsterToken: true } }))).toEqual({});
  });

  it('are a Trino without credentials and without a user', () => {
    expect(problemsOf({ trinoUrl: 'http://trino' })).toHaveProperty('trinoUser');
  });

  it('are a certificate authority without certificate', () => {
    expect(problemsOf({ tlsAuthWithCACert: true })).toHaveProperty('tlsCACert');
  });

  it('are not those of a Prometheus URL that an existing data source makes void', () => {
    expect(problemsOf({ prometheusUrl: 'nonsense', prometheusDataSourceUid: 'uid' })).toEqual({});
  });
});
