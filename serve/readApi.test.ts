import { EventList } from '../command/serve/eventList.testing';
import { HOUR_MS, MINUTE_MS } from '../src/budget/durations';
import type { Objective } from '../src/catalogue/objective';
import { withChanges } from '../src/evaluation/answerChanges';
import { readAnswer } from '../src/evaluation/answerJson';
import { evaluateObjective } from '../src/evaluation/evaluateObjective';
import { objectiveOf } from '../src/evaluation/objective.testing';
import { definitionHash, type AnswerLine, type AskedObjective } from '../src/evaluation/readApi';
import { createSource } from '../src/sources/createSource';
import { ReadApi, type ReadApiOptions } from './readApi';
import { Rounds } from './rounds';
import { served, until, type Served } from './served.testing';

const NOW = Date.UTC(2026, 2, 1, 10, 37);
const TOKEN = 'a-token-of-tests';
const STARTED = NOW - 5 * MINUTE_MS;

const one = objectiveOf({ id: 'one' });
const two = objectiveOf({ id: 'two' });
const items = objectiveOf({ id: 'items', window: { type: 'pointInTime' } });
const other = objectiveOf({
  id: 'other',
  indicator: {
    source: 'Prometheus',
    measure: { shape: 'raw', raw: { query: 'x', counterSelectors: [] }, rawType: 'success' },
  },
});

const asked = (objective: Objective): AskedObjective => ({
  id: objective.id,
  hash: definitionHash(objective),
  ...(objective.window.type === 'rolling' ? { windowMs: objective.window.durationMs } : {}),
});
const read = (objectives: AskedObjective[], nowMs = NOW, kind = 'objective') => ({
  kind,
  request: { atMs: nowMs, nowMs },
  objectives,
});

describe('the read API', () => {
  let list: EventList;
  let another: EventList;
  let rounds: Rounds;
  let server: Served;
  let reported: unknown[];

  beforeEach(async () => {
    list = new EventList();
    another = new EventList();
    list.events = [{ atMs: NOW - 2 * HOUR_MS, good: false }];
    reported = [];
    await start();
  });

  afterEach(() => server.stop());

  async function start(options: Partial<ReadApiOptions> = {}) {
    await server?.stop();
    const objectives = [one, two, items, other];
    const sources = { Demo: createSource('Demo', list), Prometheus: createSource('Prometheus', another) };
    rounds = new Rounds({ readers: ['Demo'], intervalMs: MINUTE_MS, sources, catalogue: { objectives } });
    const api = new ReadApi({
      rounds,
      catalogue: { categories: [one.category], objectives, problems: [] },
      version: '1.2.3',
      report: (error) => reported.push(error),
      clock: () => STARTED,
      ...options,
    });
    server = await served((request, response) => void api.handle(request, response));
  }

  function roundAt(nowMs = NOW) {
    const round = rounds.begin('Demo', nowMs);
    rounds.end('Demo');
    return round;
  }

  async function call(path: string, init: RequestInit = {}) {
    const answer = await fetch(`${server.url}/api/v1/${path}`, init);
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text };
  }

  async function evaluations(reads: unknown, init: RequestInit = {}) {
    const { status, text } = await call('evaluations', { method: 'POST', body: JSON.stringify({ reads }), ...init });
    expect([status, status === 200 ? '' : text]).toEqual([200, '']);
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line): AnswerLine => JSON.parse(line));
  }

  const cursorOf = (lines: AnswerLine[]) => lines.flatMap((line) => ('cursor' in line ? [line.cursor] : [])).join();
  const answersOf = (lines: AnswerLine[]) => lines.filter((line) => 'answer' in line);

  describe('at its paths', () => {
    it('says what it is as of', async () => {
      roundAt();
      const { status, text } = await call('state');
      expect([status, JSON.parse(text)]).toEqual([
        200,
        { asOfMs: NOW, catalogue: expect.stringMatching(/^[0-9a-f]{16}$/), version: '1.2.3', startedMs: STARTED },
      ]);
    });

    it('gives its catalogue with the hashes of its definitions', async () => {
      const { text } = await call('catalogue');
      const catalogue = JSON.parse(text);
      expect(catalogue.objectives.map(({ id }: Objective) => id)).toEqual(['one', 'two', 'items', 'other']);
      expect(catalogue.hashes).toEqual([one, two, items, other].map(definitionHash));
      roundAt();
      expect(catalogue.hash).toBe(JSON.parse((await call('state')).text).catalogue);
    });

    it('compresses for clients that take it', async () => {
      const headers = (encoding: string) => call('catalogue', { headers: { 'Accept-Encoding': encoding } });
      expect((await headers('br, gzip')).headers.get('content-encoding')).toBe('gzip');
      expect((await headers('gzip;q=0')).headers.get('content-encoding')).toBeNull();
      expect((await headers('identity')).headers.get('content-encoding')).toBeNull();
    });

    it.each([
      ['GET', 'evaluations', 405, 'POST'],
      ['PUT', 'evaluations', 405, 'POST'],
      ['POST', 'state', 405, 'GET'],
      ['DELETE', 'catalogue', 405, 'GET'],
      ['GET', 'query', 404, null],
      ['GET', 'state/../../../etc/passwd', 404, null],
      ['POST', 'evaluations/', 404, null],
    ])('refuses %s %s with %s', async (method, path, status, allowed) => {
      const answer = await call(path, { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([status, allowed]);
      expect(Object.keys(JSON.parse(answer.text))).toEqual(['error']);
    });

    it('has nothing to say before the first round begins', async () => {
      for (const [path, method] of [
        ['state', 'GET'],
        ['evaluations', 'POST'],
      ]) {
        const { status, headers, text } = await call(path, { method });
        expect([status, headers.get('retry-after')]).toEqual([503, '1']);
        expect(JSON.parse(text).error).toBe('The first round of reads has not begun yet.');
      }
    });

    it('refuses a body that is none, or larger than 1 MB', async () => {
      roundAt();
      const post = (body: string) => call('evaluations', { method: 'POST', body });
      expect(await post('{')).toMatchObject({ status: 400, text: '{"error":"The body is no JSON"}\n' });
      expect(await post(' '.repeat(2 ** 20 + 1))).toMatchObject({ status: 413 });
      expect(reported).toEqual([]);
    });
  });

  describe('with a token', () => {
    beforeEach(async () => {
      await start({ token: TOKEN });
      roundAt();
    });

    it.each([
      ['none', {}, 'This needs a token.'],
      ['another one', { Authorization: 'Bearer another' }, 'The token is another one.'],
      ['a part of it', { Authorization: `Bearer ${TOKEN.slice(0, -1)}` }, 'The token is another one.'],
      ['it and more', { Authorization: `Bearer ${TOKEN}x` }, 'The token is another one.'],
      ['it by another scheme', { Authorization: `Basic ${TOKEN}` }, 'This needs a token.'],
    ])('answers no one who gives %s, whatever the path', async (_, headers, message) => {
      for (const path of ['state', 'catalogue', 'evaluations', 'other']) {
        const answer = await call(path, { headers: { ...headers } });
        expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
        expect(answer.text).toContain(message);
        expect(answer.text).not.toContain(TOKEN.slice(0, -1));
      }
    });

    it.each(['Bearer', 'bearer'])('answers requests that have it, as "%s TOKEN"', async (scheme) => {
      expect((await call('state', { headers: { Authorization: `${scheme} ${TOKEN}` } })).status).toBe(200);
    });
  });

  describe('asked for evaluations', () => {
    it('answers what the evaluation of the same sources does, and ends each read with a cursor', async () => {
      roundAt();
      const lines = await evaluations([read([asked(one)]), read([asked(two)], NOW, 'alerts')]);
      expect(lines.length).toBe(4);
      const line = lines.find((each) => 'answer' in each && each.read === 0);
      const direct = await evaluateObjective(
        one,
        { Demo: createSource('Demo', list) },
        { atMs: NOW, nowMs: NOW },
        new AbortController().signal
      );
      expect(line && 'answer' in line && readAnswer(JSON.stringify(line.answer), one)).toEqual(direct);
      for (const index of [0, 1]) {
        expect(lines.filter((each) => each.read === index).map((each) => 'cursor' in each)).toEqual([false, true]);
      }
    });

    it('evaluates over the window that is asked for', async () => {
      roundAt();
      const lines = await evaluations([read([{ ...asked(one), windowMs: HOUR_MS }, asked(one)])]);
      const totals = answersOf(lines).map((line) => JSON.stringify(line).match(/"total":(\d+)/)?.[1]);
      expect(totals.sort()).toEqual(['0', '1']);
    });

    it('fails only the objective whose id or definition it does not know, and says that catalogues differ', async () => {
      roundAt();
      const changed = { ...asked(two), hash: definitionHash({ ...two, target: 0.5 }) };
      const lines = await evaluations([
        read([asked(one), { id: 'absent', hash: 'x' }, changed, { ...asked(one), windowMs: undefined }]),
      ]);
      const failed = lines.flatMap((line) => ('failed' in line ? [[line.objective, line.failed.found]] : []));
      expect(failed.sort()).toEqual([
        [1, 'its catalogue has no objective of this id, so the catalogues differ'],
        [2, 'its catalogue defines this objective in another way, so the catalogues differ'],
        [3, 'its catalogue defines this objective in another way, so the catalogues differ'],
      ]);
      expect(answersOf(lines)).toMatchObject([{ objective: 0 }]);
      expect(reported).toEqual([]);
    });

    it('sends what has changed since the cursor, and names the rest', async () => {
      roundAt();
      const objectives = [one, other].map(asked);
      const first = cursorOf(await evaluations([read(objectives)]));
      const again = await evaluations([{ cursor: first, request: { atMs: NOW, nowMs: NOW } }]);
      expect(again).toEqual([
        { read: 0, same: [0, 1] },
        { read: 0, cursor: expect.any(String) },
      ]);
      list.events.push({ atMs: NOW - HOUR_MS, good: false });
      const later = NOW + MINUTE_MS;
      roundAt(later);
      const refreshed = await evaluations([{ cursor: cursorOf(again), request: { atMs: later, nowMs: later } }]);
      expect(answersOf(refreshed)).toMatchObject([{ read: 0, objective: 0 }]);
      expect(refreshed).toContainEqual({ read: 0, same: [1] });
    });

    it('sends only what has changed of an answer', async () => {
      roundAt();
      const before = await evaluations([read([asked(one)])]);
      const later = NOW + 5 * MINUTE_MS;
      roundAt(later);
      const again = { cursor: cursorOf(before), request: { atMs: later, nowMs: later } };
      const [refreshed] = await evaluations([again]);
      const [old, whole] = [answersOf(before), answersOf(await evaluations([read([asked(one)], later)]))].flat();
      if (!('changes' in refreshed) || !('answer' in old) || !('answer' in whole)) {
        throw new Error(`no changes in ${JSON.stringify(refreshed)}`);
      }
      expect(withChanges(old.answer, refreshed.changes)).toEqual(whole.answer);
      expect(JSON.stringify(refreshed).length).toBeLessThan(JSON.stringify(whole).length / 2);
    });

    it('keeps a cursor that is asked under again', async () => {
      roundAt();
      const cursor = cursorOf(await evaluations([read([asked(one)])]));
      const refresh = () => evaluations([{ cursor, request: { atMs: NOW, nowMs: NOW } }]);
      expect([await refresh(), await refresh()].map((lines) => lines[0])).toEqual([
        { read: 0, same: [0] },
        { read: 0, same: [0] },
      ]);
    });

    it('refuses a cursor and an instant that it does not know, and that read only', async () => {
      roundAt();
      const lines = await evaluations([
        { cursor: 'unknown', request: { anything: true } },
        read([asked(one)], NOW - MINUTE_MS),
        read([asked(one)]),
      ]);
      expect(lines).toContainEqual({ read: 0, refused: 'cursor' });
      expect(lines).toContainEqual({ read: 1, refused: 'now', asOfMs: NOW });
      expect(answersOf(lines)).toMatchObject([{ read: 2 }]);
    });

    it('refuses a cursor of another kind of read by what is wrong in it', async () => {
      roundAt();
      const cursor = cursorOf(await evaluations([read([asked(one)])]));
      const body = JSON.stringify({ reads: [{ cursor, request: { nowMs: NOW } }] });
      expect(await call('evaluations', { method: 'POST', body })).toMatchObject({
        status: 400,
        text: '{"error":"reads.0.request.atMs: missing or of the wrong type"}\n',
      });
    });

    it('answers an upstream that fails as the row of its objectives, and of no other', async () => {
      another.failing = true;
      roundAt();
      const lines = answersOf(await evaluations([read([asked(one), asked(other)])]));
      const kinds = lines.map((line) => 'answer' in line && [line.objective, JSON.stringify(line.answer).slice(0, 17)]);
      expect(kinds.sort()).toEqual([
        [0, '{"kind":"events",'],
        [1, '{"kind":"failed",'],
      ]);
    });

    it('fails one line for a defect, reports it, and shows nothing of it', async () => {
      another.counts = () => Promise.reject(new TypeError('hunter2 is not a function'));
      roundAt();
      const lines = await evaluations([read([asked(one), asked(other)])]);
      expect(answersOf(lines)).toMatchObject([{ objective: 0 }]);
      expect(lines).toContainEqual({
        read: 0,
        objective: 1,
        failed: expect.objectContaining({ kind: 'unavailable', found: 'it could not evaluate the objective' }),
      });
      expect(JSON.stringify(lines)).not.toMatch(/hunter2|\.ts\b|    at /);
      expect(reported).toMatchObject([{ message: 'hunter2 is not a function' }]);
    });

    it('sends the lines of one upstream while another hangs', async () => {
      another.hanging = true;
      roundAt();
      const body = JSON.stringify({ reads: [read([asked(one), asked(other)])] });
      const controller = new AbortController();
      const answer = await fetch(`${server.url}/api/v1/evaluations`, {
        method: 'POST',
        body,
        signal: controller.signal,
      });
      const { value } = (await answer.body?.pipeThrough(new TextDecoderStream()).getReader().read()) ?? {};
      expect(JSON.parse(value ?? '')).toMatchObject({ read: 0, objective: 0 });
      controller.abort();
    });

    it('aborts its reads when the last client that waits for them is gone', async () => {
      const aborted: unknown[] = [];
      list.counts = (_, signal) =>
        new Promise((__, reject) => {
          list.reads++;
          signal.addEventListener('abort', () => {
            aborted.push(signal.reason);
            reject(signal.reason);
          });
        });
      roundAt();
      const controllers = [new AbortController(), new AbortController()];
      const body = JSON.stringify({ reads: [read([asked(one)])] });
      const waiting = controllers.map(({ signal }) =>
        fetch(`${server.url}/api/v1/evaluations`, { method: 'POST', body, signal }).then((answer) => answer.text())
      );
      const outcomes = Promise.allSettled(waiting);
      await until(() => list.reads > 0);
      const { reads } = list;
      controllers[0].abort();
      expect((await call('state')).status).toBe(200);
      expect(aborted).toEqual([]);
      controllers[1].abort();
      await until(() => aborted.length >= reads);
      expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      expect(reported).toEqual([]);
    });

    it('answers 128 at once, and the next when one of them is done', async () => {
      list.hanging = true;
      roundAt();
      const controllers = Array.from({ length: 128 }, () => new AbortController());
      const body = JSON.stringify({ reads: [read([asked(one)])] });
      const post = (signal?: AbortSignal) =>
        fetch(`${server.url}/api/v1/evaluations`, { method: 'POST', body, signal, headers: { Connection: 'close' } });
      const answers = await Promise.all(controllers.map(({ signal }) => post(signal)));
      expect(answers.map(({ status }) => status)).toEqual(controllers.map(() => 200));
      const refused = await post();
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
      expect((await call('state')).status).toBe(200);
      controllers.forEach((controller) => controller.abort());
      list.hanging = false;
      let status = 429;
      while (status === 429) {
        const next = await post();
        await next.text();
        ({ status } = next);
      }
      expect(status).toBe(200);
    });
  });
});
