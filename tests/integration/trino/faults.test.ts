import { submit, turnPage } from './askTrino';
import { abandon, cancel, FAILING_STATEMENTS, killByAdministrator, LONG_QUERY, untilFiled } from './failures';
import {
  answerLost,
  badGateway,
  cutOff,
  type FaultyTrino,
  forwardedRefused,
  killed,
  loginPage,
  queryLost,
  slow,
  starting,
  startFaultyTrino,
  tokenLost,
  tooManyRequests,
} from './faultyTrino';
import { describeWithTrino, prepareTrino, QueryRefused, type TrinoFixture } from './fixture';

describeWithTrino('a Trino of its own', () => {
  let trino: TrinoFixture;
  let faulty: FaultyTrino;

  beforeAll(async () => {
    trino = await prepareTrino({ empty: true, processForwarded: false, config: { 'query.client.timeout': '2s' } });
    faulty = await startFaultyTrino(trino.url);
  }, 600_000);

  beforeEach(() => faulty?.reset());

  afterAll(async () => {
    await faulty?.stop();
    await trino?.stop();
  });

  describe('fails on demand', () => {
    it.each(FAILING_STATEMENTS)('with $errorType, $errorCode', async ({ sql, session, errorType, errorCode }) => {
      const refusal: unknown = await trino.run(sql, { session }).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(QueryRefused);
      expect(refusal).toMatchObject({ errorType, errorName: errorCode });
      expect(refusal instanceof QueryRefused && (await untilFiled(trino.url, refusal.queryId))).toEqual([
        errorType,
        errorCode,
      ]);
    });

    it('because an administrator killed the query', async () => {
      const refusal = await killByAdministrator(trino.url);
      expect(refusal).toMatchObject({ errorName: 'ADMINISTRATIVELY_KILLED', errorType: 'USER_ERROR' });
      expect(refusal.message).toContain('too expensive');
    });

    it('because its client cancelled the query', async () => {
      expect(await untilFiled(trino.url, await cancel(trino.url))).toEqual(['USER_ERROR', 'USER_CANCELED']);
    });

    it('because its client went away without a word', async () => {
      expect(await untilFiled(trino.url, await abandon(trino.url))).toEqual(['USER_ERROR', 'ABANDONED_QUERY']);
    });
  });

  it('knows who asked, and by which program', async () => {
    const { queryId } = await trino.run('SELECT 1', { user: 'analyst', source: 'notebook' });
    const { rows } = await trino.run(
      `SELECT "user", source, state FROM system.runtime.queries WHERE query_id = '${queryId}'`
    );
    expect(rows).toEqual([['analyst', 'notebook', 'FINISHED']]);
  });

  it('answers requests with X-Forwarded-For by 406, in the words of the fault that imitates it', async () => {
    // Trino closes the connection after a 406 without saying so: nothing else may be asked on it.
    const headers = { 'x-forwarded-for': '192.0.2.1', connection: 'close' };
    const forwarded = (base: string) => fetch(`${base}/v1/info`, { headers });
    faulty.next('info', forwardedRefused);
    for (const answer of [await forwarded(trino.url), await forwarded(faulty.url)]) {
      expect([answer.status, answer.headers.get('content-type')]).toEqual([406, 'text/html;charset=iso-8859-1']);
      expect(await answer.text()).toContain('X-Forwarded-For');
    }
  });

  describe('behind the faulty server', () => {
    it('answers as it is, and its pages name Trino itself', async () => {
      const first = await submit(faulty.url, 'SELECT 1');
      expect(first.nextUri).toContain(trino.url);
      expect(await allRows(faulty, 'SELECT count(*) FROM tpch.tiny.orders')).toEqual([[15000]]);
      expect(faulty.requests[0]).toMatchObject({ kind: 'submit', headers: { 'x-trino-source': 'tests' } });
    });

    it('answers as a starting server and the proxies before it do', async () => {
      faulty.next('submit', starting, badGateway(502), tooManyRequests({ retryAfterSeconds: 2 }), loginPage);
      const answers = [];
      for (let request = 0; request < 5; request++) {
        answers.push(await fetch(`${faulty.url}/v1/statement`, { method: 'POST', body: 'SELECT 1' }));
      }
      // The last one is Trino's own: the request named no user.
      expect(answers.map(({ status }) => status)).toEqual([503, 502, 429, 200, 401]);
      expect(answers[2].headers.get('retry-after')).toBe('2');
    });

    it('breaks a connection in the middle of a page, which can be asked for again', async () => {
      const { nextUri = '' } = await submit(faulty.url, 'SELECT * FROM tpch.tiny.orders');
      faulty.next('page', cutOff);
      await expect(turnPage(throughProxy(nextUri))).rejects.toThrow();
      expect(await turnPage(throughProxy(nextUri))).toMatchObject({ stats: expect.anything() });
    });

    it('loses the answer to a statement that Trino has registered', async () => {
      faulty.next('submit', answerLost);
      await expect(submit(faulty.url, 'SELECT 1')).rejects.toThrow();
      expect(faulty.requests).toHaveLength(1);
    });

    it('forgets pages and queries in the words of Trino', async () => {
      const pages: string[] = [];
      let page = await submit(faulty.url, 'SELECT * FROM tpch.tiny.lineitem');
      while (page.nextUri) {
        pages.push(page.nextUri);
        page = await turnPage(page.nextUri);
      }
      const [forgotten] = pages.filter((uri) => uri.includes('/executing/'));
      faulty.next('page', tokenLost, queryLost);
      const spoilt = [await fetch(throughProxy(pages[0])), await fetch(throughProxy(pages[0]))];
      const gone = [
        await fetch(forgotten),
        await fetch(`${trino.url}/v1/statement/executing/20260101_000000_00000_abcde/x/0`),
      ];
      expect(spoilt.map(({ status }) => status)).toEqual([410, 404]);
      expect(await Promise.all(spoilt.map((answer) => answer.text()))).toEqual(
        await Promise.all(gone.map((answer) => answer.text()))
      );
    });

    it('can be slow', async () => {
      faulty.next('page', slow(300));
      const { nextUri = '' } = await submit(faulty.url, 'SELECT 1');
      const startedMs = Date.now();
      await turnPage(throughProxy(nextUri));
      expect(Date.now() - startedMs).toBeGreaterThanOrEqual(295);
    });

    it('lets an administrator kill a query midway', async () => {
      faulty.next('page', slow(0), slow(0), killed);
      await expect(allRows(faulty, LONG_QUERY)).rejects.toThrow('ADMINISTRATIVELY_KILLED');
    });
  });

  function throughProxy(nextUri: string): string {
    return nextUri.replace(trino.url, faulty.url);
  }

  async function allRows({ url }: FaultyTrino, sql: string): Promise<unknown[][]> {
    const rows: unknown[][] = [];
    let page = await submit(url, sql);
    while (page.nextUri) {
      page = await turnPage(throughProxy(page.nextUri));
      rows.push(...(page.data ?? []));
    }
    if (page.error) {
      throw new Error(page.error.errorName);
    }
    return rows;
  }
});
