import { setTimeout as wait } from 'node:timers/promises';
import { DAY_MS, floorTo, HOUR_MS } from '../../src/budget/durations';
import { checkTrinoUpstream } from '../../src/evaluation/checkTrinoUpstream';
import { TrinoClient } from '../../src/sources/trino/client/trinoClient';
import { trinoObjective } from '../../src/sources/trino/trinoObjective.testing';
import { trinoSource } from '../../src/sources/trino/trinoSource';
import { createTransport } from '../../src/transport/createTransport';
import { createNodePort } from '../../src/transport/nodePort';
import type { HttpPort } from '../../src/transport/port';
import { describeWithTrino, prepareTrino, type TrinoFixture } from './trino/fixture';

const { signal } = new AbortController();

const USER = 'errorbudget';
/** A task proves that its query is hidden only some seconds after it began. */
const PROOF_WITHIN_MS = 60_000;
const TABLE = 'memory.default.query_log';
const COLUMNS = { state: 'outcome', errorType: 'kind', source: 'client', end: 'ended' };

/** What a careful administrator may give the plugin's user first: everything but other people's queries and the history. */
const ACCESS_CONTROL = {
  catalogs: [{ allow: 'all' }],
  tables: [
    { user: USER, catalog: 'memory', privileges: [] },
    { privileges: ['SELECT', 'INSERT', 'DELETE', 'UPDATE', 'OWNERSHIP'] },
  ],
  queries: [{ user: USER, allow: ['execute'] }, { allow: ['execute', 'view', 'kill'] }],
};

describeWithTrino('a user of Trino with too few privileges', () => {
  let trino: TrinoFixture;
  let port: HttpPort;

  beforeAll(async () => {
    trino = await prepareTrino({ empty: true, accessControl: ACCESS_CONTROL });
    // As the routes of the plugin do.
    const headers = { trino: { 'X-Trino-User': USER } };
    port = createTransport(createNodePort({ bases: { trino: trino.url }, headers }));
    await trino.run(
      `CREATE TABLE ${TABLE} (outcome varchar, kind varchar, client varchar, ended timestamp(3) with time zone)`,
      { user: 'admin' }
    );
  }, 600_000);

  afterAll(() => trino?.stop());

  it('is warned that figures from the memory of Trino are partial', async () => {
    const deadline = Date.now() + PROOF_WITHIN_MS;
    let text = '';
    while (!/sees only its own/.test(text) && Date.now() < deadline) {
      await trino.run('SELECT count(*) FROM tpch.tiny.nation', { user: 'somebody' });
      ({ text } = await checkTrinoUpstream(port, [], Date.now(), signal));
      await wait(1_000);
    }
    expect(text).toContain(`Warning: ${USER} sees only its own queries`);
    expect(text).toContain(`allow ${USER} to view queries`);
  }, 90_000);

  it('is informed that the history may not be read, in the health check and in the row of the objective', async () => {
    const objective = trinoObjective({ history: { kind: 'table', table: TABLE, columns: COLUMNS } });
    const { ok, text } = await checkTrinoUpstream(port, [objective], Date.now(), signal);
    expect(ok).toBe(false);
    expect(text).toMatch(/the history of queries cannot be read: .*Access Denied.*SELECT/);
    const toMs = floorTo(Date.now(), HOUR_MS);
    const request = { objective, stepMs: HOUR_MS, fromMs: toMs - DAY_MS, toMs, nowMs: Date.now() };
    const source = trinoSource({ runner: new TrinoClient({ port }) });
    await expect(source.read('counts', request, signal)).rejects.toThrow(
      /^Queries \(queries\), Trino: .*Access Denied.*SELECT/
    );
  });
});
