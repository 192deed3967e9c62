import { secretsSent } from './secretsSent';

const basic = Buffer.from('me:hunter2').toString('base64');

describe('the secrets that requests carry', () => {
  it('are the credentials of a URL, together and apart', () => {
    expect(secretsSent({ prometheus: 'http://me:hunter2@p' }, {})).toEqual([basic, 'me:hunter2', 'hunter2']);
  });

  it('are those of the environment, for upstreams that are asked', () => {
    const environment = {
      DAGSTER_TOKEN: 'token-d',
      DAGSTER_AUTH: 'dagsterCloud',
      TRINO_BASIC: basic,
      PROMETHEUS_TOKEN: 'unused',
    };
    expect(secretsSent({ dagster: 'http://d', trino: 'http://t' }, environment)).toEqual([
      'token-d',
      basic,
      'me:hunter2',
      'hunter2',
    ]);
  });

  it('are none where none is asked for', () => {
    expect(secretsSent({ prometheus: 'http://p' }, {})).toEqual([]);
  });
});
