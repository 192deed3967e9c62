import { DAY_MS, HOUR_MS } from '../../budget/durations';
import type { HttpAnswer } from '../../transport/port';
import { TransportError } from '../../transport/transportError';
import { dagsterSource } from './dagsterSource';
import { ModelDagster, type SentOperation } from './modelDagster.testing';
import { dagsterObjective } from './objectives.testing';
import { NIGHTLY_GRAPH, NOW_MS, run } from './reliability/histories.testing';

const never = new AbortController().signal;

function answer(status: number, text: string, type = 'application/json'): HttpAnswer {
  return { status, headers: { 'content-type': type }, text };
}

function read(dagster: ModelDagster, selection = 'key:"*"') {
  const objective = dagsterObjective({ selection }, 'nightly');
  const range = { stepMs: HOUR_MS, fromMs: NOW_MS - 7 * DAY_MS, toMs: NOW_MS, nowMs: NOW_MS };
  return dagsterSource({ port: dagster }).read('counts', { objective, ...range }, never);
}

function healthy(): ModelDagster {
  return new ModelDagster({ graph: NIGHTLY_GRAPH, runs: [run('a')], details: [] });
}

/** What the row of an objective says while Dagster answers like this. */
async function said(interrupt: (operation: SentOperation) => HttpAnswer | undefined): Promise<string> {
  const dagster = healthy();
  dagster.interrupt = interrupt;
  return read(dagster).then(
    () => 'no error',
    (error: Error) => error.message
  );
}

describe('what the row of a Dagster objective says', () => {
  it.each<[string, HttpAnswer, RegExp]>([
    [
      'a login page answers in place of Dagster',
      answer(200, '<html><title>Sign in</title></html>', 'text/html'),
      /an HTML page came back instead of JSON \(HTTP 200: .*Sign in.*\)\. Check the Dagster URL, and whether there is a login page/,
    ],
    [
      'another API answers',
      answer(200, '{"status":"success"}'),
      /the answer \(HTTP 200\) is JSON, but not from a GraphQL server\. Check the Dagster URL/,
    ],
    [
      'another GraphQL server answers',
      answer(200, '{"data":{"Query":{"fields":[{"name":"viewer"}],"inputFields":null}}}'),
      /is from a GraphQL server, but not from Dagster\. Check the Dagster URL/,
    ],
    [
      'the path is wrong',
      answer(405, 'Method Not Allowed', 'text/plain'),
      /no GraphQL is served at this path \(HTTP 405\)/,
    ],
    ['the token is refused', answer(401, ''), /refused the credentials \(HTTP 401\)\. Check the token for Dagster/],
    [
      'Grafana passes on that the token is refused',
      answer(400, '{"message":"Authentication to data source failed"}'),
      /refused the credentials \(HTTP 400\)\. Check the token for Dagster/,
    ],
    ['the token may not view', answer(403, ''), /refused the credentials \(HTTP 403\)\. Check the token for Dagster/],
    [
      'a proxy has no Dagster behind it',
      answer(502, 'Bad Gateway', 'text/plain'),
      /the server failed \(HTTP 502: Bad Gateway\)/,
    ],
    ['the answer breaks off', answer(200, '{"data":{"assetNodes":[{"ke'), /the answer breaks off in the middle/],
  ])('when %s', async (_, found, expected) => {
    const message = await said(() => found);
    expect(message).toMatch(/^Core materialization reliability \(nightly\), Dagster: /);
    expect(message).toMatch(expected);
  });

  it('when Dagster is down', async () => {
    const message = await said(() => {
      throw new TransportError('unreachable', 'dagster', 'dagster:3000 refused the connection');
    });
    expect(message).toBe(
      'Core materialization reliability (nightly), Dagster: no answer (dagster:3000 refused the connection). ' +
        'Check that the Dagster web server runs and that the Dagster URL reaches it.'
    );
  });

  it('when Dagster is too old', async () => {
    const fields = JSON.stringify({ fields: [{ name: 'runsOrError' }], inputFields: null });
    const message = await said(({ name }) =>
      name === 'Features' ? answer(200, `{"data":{"Query":${fields}}}`) : undefined
    );
    expect(message).toMatch(
      /this Dagster is too old: its GraphQL lacks .*AssetNode\.opNames.*\. Update Dagster to 1\.11\.16 or newer/
    );
  });

  it('when the selection matches nothing', async () => {
    await expect(read(healthy(), 'tag:"nobody"="has"')).rejects.toThrow(
      'the selection tag:"nobody"="has" matches no asset that can be materialized. Correct the selection in the catalogue'
    );
  });

  it('when the selection cannot be read, and where', async () => {
    await expect(read(healthy(), 'key:"a" And key:"b"')).rejects.toThrow(
      /asset selection has .* at character 9, expected/
    );
  });
});

describe('runs without assets', () => {
  it('count for no objective, and need no look inside', async () => {
    const dagster = healthy();
    dagster.model.runs = [
      run('a'),
      run('adhoc', { jobName: 'adhoc', status: 'FAILURE' }),
      run('checks', { jobName: 'adhoc', assetSelection: [], status: 'FAILURE' }),
    ];
    const { counts } = await read(dagster);
    expect(counts.total.reduce((sum, each) => sum + each, 0)).toBe(5);
    expect(dagster.asked()).not.toContain('RunDetails');
  });
});
