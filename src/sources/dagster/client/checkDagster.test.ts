import { TransportError } from '../../../transport/transportError';
import { checkDagster } from './checkDagster';
import { GraphqlApi } from './graphqlApi';
import { answeringPort, jsonAnswer, recordedPort } from './testdata/recordedPort';
import recorded from './testdata/dagster-1.13.27.json';

const { signal } = new AbortController();

const workspaceOrError = { __typename: 'Workspace', locationEntries: [] };

function dagsterThatGrants(granted: string[]) {
  const permissions = [
    { permission: 'wipe_assets', value: false },
    ...granted.map((permission) => ({ permission, value: true })),
  ];
  return answeringPort(recorded, (operation) =>
    jsonAnswer({
      data:
        operation === 'Instance'
          ? { version: '1.13.27', permissions, workspaceOrError }
          : { assetNodes: [], workspaceOrError },
    })
  );
}

describe('the health check of Dagster', () => {
  it('reports version and number of assets, and warns of a code location that does not load', async () => {
    const health = await checkDagster(new GraphqlApi(recordedPort(recorded)), signal);
    expect(health).toMatchObject({ version: '1.13.27', readOnly: true, assetCount: 11 });
    expect(health.findings).toHaveLength(1);
    expect(health.findings[0]).toMatchObject({
      severity: 'warning',
      found:
        'the code location broken does not load (RuntimeError: secret_path_does_not_load), so its assets are missing',
    });
  });

  it('finds nothing wrong with a read-only Dagster', async () => {
    expect((await checkDagster(new GraphqlApi(dagsterThatGrants([])), signal)).findings).toEqual([]);
  });

  it('warns of a Dagster that allows changes, and says how to start one that does not', async () => {
    const granted = ['launch_pipeline_execution', 'delete_pipeline_run', 'reload_workspace', 'edit_sensor'];
    const health = await checkDagster(new GraphqlApi(dagsterThatGrants(granted)), signal);
    expect(health.readOnly).toBe(false);
    expect(health.findings[0].found).toMatch(/allows changes \(delete_pipeline_run, edit_sensor, .* and 1 more\)/);
    expect(health.findings[0].remedy).toMatch(/dagster-webserver --read-only/);
  });

  it('is an error with a remedy where Dagster is down', async () => {
    const down = {
      send: () => Promise.reject(new TransportError('unreachable', 'dagster', 'dagster:3000 refused the connection')),
    };
    expect((await checkDagster(new GraphqlApi(down), signal)).findings).toEqual([
      {
        severity: 'error',
        found: 'no answer (dagster:3000 refused the connection)',
        remedy: 'Check that Dagster runs and that the Dagster URL reaches it',
      },
    ]);
  });

  it('is an error with a remedy where the token is refused, or something else answers', async () => {
    const answers = [
      { status: 401, headers: {}, text: '' },
      { status: 200, headers: { 'content-type': 'text/html' }, text: '<title>Sign in</title>' },
      jsonAnswer({ data: { Query: { fields: [{ name: 'viewer' }], inputFields: null } } }),
    ];
    const health = await Promise.all(
      answers.map((answer) => checkDagster(new GraphqlApi({ send: () => Promise.resolve(answer) }), signal))
    );
    expect(health.map(({ findings }) => [findings[0].severity, findings[0].remedy])).toEqual([
      ['error', 'Check the token for Dagster'],
      ['error', 'Check the Dagster URL, and whether there is a login page in front of it'],
      ['error', 'Check the Dagster URL'],
    ]);
  });
});
