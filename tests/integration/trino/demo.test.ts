import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DAY_MS, MINUTE_MS } from '../../../src/budget/durations';
import { type Asker, submit, turnPage } from './askTrino';
import { describeWithTrino, prepareTrino, type TrinoFixture } from './fixture';

const DEMO = join(__dirname, '../../../demo/trino');
const TABLE = 'mysql.trino_events.trino_queries';

const RECORDER: Asker = { user: 'recorder', source: 'demo-recorder' };
const PLUGIN: Asker = { user: 'errorbudget', source: 'error-budget' };

describeWithTrino('the Trino of docker-compose.yml', () => {
  let trino: TrinoFixture;

  beforeAll(async () => {
    trino = await prepareTrino({ etc: join(DEMO, 'etc'), empty: true });
    await writeHistory();
  }, 600_000);

  afterAll(() => trino?.stop());

  it('takes requests as Grafana sends them', async () => {
    const answer = await fetch(`${trino.url}/v1/info`, { headers: { 'x-forwarded-for': '192.0.2.1' } });
    expect(answer.status).toBe(200);
  });

  describe('the history', () => {
    it('reaches 65 days back and ends now, in the table that the shipped catalogue names', async () => {
      const { rows } = await trino.run(
        `SELECT count(*), count(DISTINCT query_id), substr(min(query_id), 1, 8), substr(max(query_id), 1, 8) FROM ${TABLE}`,
        PLUGIN
      );
      const [[queries, ids, first, last]] = rows;
      expect(Number(queries)).toBeGreaterThan(20_000);
      expect(ids).toBe(queries);
      expect([dayOf(Date.now() - 65 * DAY_MS), dayOf(Date.now() - 65 * DAY_MS - DAY_MS / 2)]).toContain(first);
      expect([dayOf(Date.now()), dayOf(Date.now() - DAY_MS / 2)]).toContain(last);
    });

    it('has errors of every type, and is about to spend its budget of 10 %', async () => {
      const types = await trino.run(`SELECT DISTINCT error_type FROM ${TABLE} ORDER BY 1`, PLUGIN);
      expect(types.rows.flat()).toEqual(['EXTERNAL', 'INSUFFICIENT_RESOURCES', 'INTERNAL_ERROR', 'USER_ERROR', null]);
      const { rows } = await trino.run(
        `SELECT count_if(query_state = 'FAILED') * 1e0 / count(*) FROM ${TABLE}
          WHERE coalesce(error_type, '') <> 'USER_ERROR'
            AND query_id >= format_datetime(now() - INTERVAL '30' DAY, 'yyyyMMdd_HHmmss')`,
        PLUGIN
      );
      expect(Number(rows[0][0])).toBeGreaterThan(0.045);
      expect(Number(rows[0][0])).toBeLessThan(0.1);
    });

    it('has no queries while the probe of the demo finds no Trino: for nine hours, twelve days ago', async () => {
      const { rows } = await trino.run(
        `SELECT count(*) FROM (SELECT date_add('millisecond', wall_time_millis,
            parse_datetime(substr(query_id, 1, 15), 'yyyyMMdd_HHmmss')) AS ended FROM ${TABLE})
          WHERE ended BETWEEN now() - INTERVAL '12' DAY + INTERVAL '2' MINUTE
            AND now() - INTERVAL '12' DAY + INTERVAL '530' MINUTE`,
        PLUGIN
      );
      expect(rows).toEqual([[0]]);
    });

    it('is written once', async () => {
      expect(await writeHistory()).toBe('');
    });

    it('is written again when Trino has lost it', async () => {
      await trino.run(`DROP TABLE ${TABLE}`, RECORDER);
      expect(await writeHistory()).toContain('65 days');
    });
  });

  describe('the plugin’s user', () => {
    it('sees the queries of all users, unlike other users', async () => {
      await trino.run('SELECT 1', { user: 'analyst' });
      const users = 'SELECT DISTINCT "user" FROM system.runtime.queries ORDER BY 1';
      expect((await trino.run(users, PLUGIN)).rows.flat()).toEqual(expect.arrayContaining(['analyst', 'recorder']));
      expect((await trino.run(users, { user: 'analyst' })).rows).toEqual([['analyst']]);
    });

    it.each([
      ['the history', `SELECT count(*) FROM ${TABLE}`],
      ['the columns of the history', `DESCRIBE ${TABLE}`],
      ['the nodes', 'SELECT count(*) FROM system.runtime.nodes'],
    ])('reads %s', async (_, sql) => {
      expect((await trino.run(sql, PLUGIN)).rows.length).toBeGreaterThan(0);
    });

    it.each([
      ['write the history', `DELETE FROM ${TABLE}`],
      ['drop the history', `DROP TABLE ${TABLE}`],
      ['create a table', 'CREATE TABLE mysql.trino_events.another (a bigint)'],
      ['read another catalog', 'SELECT count(*) FROM tpch.tiny.orders'],
      ['read another system table', 'SELECT * FROM system.runtime.tasks'],
      ['kill a query', `CALL system.runtime.kill_query(query_id => '20260101_000000_00000_abcde', message => '')`],
      ['raise its memory', "SET SESSION query_max_memory = '1TB'"],
    ])('cannot %s', async (_, sql) => {
      await expect(trino.run(sql, PLUGIN)).rejects.toMatchObject({ errorName: 'PERMISSION_DENIED' });
    });

    it('may bound the time of its queries', async () => {
      const { rows } = await trino.run('SELECT 1', { ...PLUGIN, session: { query_max_run_time: '2m' } });
      expect(rows).toEqual([[1]]);
    });

    it('runs its queries in a resource group of its own', async () => {
      const groups = async (asker: Asker) => {
        const { queryId } = await trino.run('SELECT 1', asker);
        const { rows } = await trino.run(
          `SELECT array_join(resource_group_id, '.') FROM system.runtime.queries WHERE query_id = '${queryId}'`,
          PLUGIN
        );
        return rows[0][0];
      };
      expect(await groups(PLUGIN)).toBe('global.error-budget');
      expect(await groups({ user: 'analyst' })).toBe('global.users');
    });
  });

  it('refuses the plugin’s queries when too many of them wait', async () => {
    const analysed = 'SELECT count(*) FROM system.runtime.queries q CROSS JOIN UNNEST(sequence(1, 10000)) AS a (i)';
    const asked = await Promise.all(
      Array.from({ length: 24 }, () =>
        submit(trino.url, `${analysed} CROSS JOIN UNNEST(sequence(1, 10000)) AS b (j)`, PLUGIN)
      )
    );
    const begun = await Promise.all(asked.map(({ nextUri = '' }) => turnPage(nextUri)));
    expect(begun.filter(({ error }) => error?.errorName === 'QUERY_QUEUE_FULL').length).toBeGreaterThanOrEqual(1);
    expect(begun.filter(({ error }) => error === undefined).length).toBeLessThanOrEqual(22);
    for (const { nextUri } of begun) {
      await (nextUri && fetch(nextUri, { method: 'DELETE' }));
    }
  });

  it('continues with what people ask now', async () => {
    const { queryId } = await trino.run('SELECT 2', { user: 'analyst', source: null });
    const generator = execFile(process.execPath, generatorCall());
    try {
      await expect(recorded(queryId)).resolves.toEqual([['FINISHED', 'analyst', null]]);
    } finally {
      generator.kill();
    }
  });

  async function writeHistory(): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [...generatorCall(), '--once']);
    return stdout;
  }

  function generatorCall(): string[] {
    return [join(DEMO, 'generator.mjs'), '--trino', trino.url];
  }

  async function recorded(queryId: string): Promise<unknown[][]> {
    const deadlineMs = Date.now() + MINUTE_MS;
    while (Date.now() < deadlineMs) {
      const { rows } = await trino.run(
        `SELECT query_state, "user", source FROM ${TABLE} WHERE query_id = '${queryId}'`,
        PLUGIN
      );
      if (rows.length > 0) {
        return rows;
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    return [];
  }
});

function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '');
}
