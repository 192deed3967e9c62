import { GraphqlApi } from './graphqlApi';
import { readAssetGraph } from './readAssetGraph';
import { readInstance } from './readInstance';
import { answeringPort, jsonAnswer } from './testdata/recordedPort';
import recorded from './testdata/dagster-1.13.27.json';

const { signal } = new AbortController();

describe('speaking with Dagster', () => {
  it('posts JSON to /graphql and nothing else', async () => {
    const port = answeringPort(recorded, () =>
      jsonAnswer({ data: { assetNodes: [], workspaceOrError: { __typename: 'Workspace', locationEntries: [] } } })
    );
    await readAssetGraph(new GraphqlApi(port), signal);
    for (const { method, path, headers, upstream } of port.sent) {
      expect([upstream, method, path, headers]).toEqual([
        'dagster',
        'POST',
        '/graphql',
        { 'Content-Type': 'application/json' },
      ]);
    }
  });

  it('never sends a mutation', async () => {
    const port = answeringPort(recorded, () =>
      jsonAnswer({
        data: { version: '1', permissions: [], workspaceOrError: { __typename: 'Workspace', locationEntries: [] } },
      })
    );
    await readInstance(new GraphqlApi(port), signal);
    port.sent.forEach(({ body }) => expect(JSON.parse(body ?? '').query).toMatch(/^query /));
  });

  it('looks anew at what Dagster can do after a query was refused', async () => {
    const port = answeringPort(recorded, () =>
      jsonAnswer({ data: null, errors: [{ message: "Cannot query field 'kinds' on type 'AssetNode'." }] }, 400)
    );
    const api = new GraphqlApi(port);
    await expect(readAssetGraph(api, signal)).rejects.toMatchObject({ kind: 'refused' });
    await expect(readAssetGraph(api, signal)).rejects.toMatchObject({ kind: 'refused' });
    expect(port.sent.filter(({ body }) => JSON.parse(body ?? '').operationName === 'Features')).toHaveLength(2);
  });

  it('does not take the answer to another query for its own', async () => {
    const port = answeringPort(recorded, () => jsonAnswer({ data: { version: '1' } }));
    await expect(readAssetGraph(new GraphqlApi(port), signal)).rejects.toThrow(
      /answer to AssetGraph lacks "assetNodes"/
    );
  });

  it('says that the workspace cannot be read, rather than find no assets', async () => {
    const workspaceOrError = { __typename: 'PythonError', message: 'DagsterUserCodeUnreachableError: no code server' };
    const port = answeringPort(recorded, () => jsonAnswer({ data: { assetNodes: [], workspaceOrError } }));
    await expect(readAssetGraph(new GraphqlApi(port), signal)).rejects.toThrow(
      /could not read its workspace: DagsterUserCode/
    );
  });
});
