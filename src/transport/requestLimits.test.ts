import fc from 'fast-check';
import type { Endpoint, HttpPort, HttpRequest, Upstream } from './port';
import { limitRequests, PAGE_LIMITS } from './requestLimits';
import { RequestSlots, type RequestLimits } from './requestSlots';

interface Sent {
  path: string;
  upstream: Endpoint;
  answer: () => void;
  fail: () => void;
}

/** A port whose requests stay under way until the test settles them. */
class HeldPort implements HttpPort {
  readonly sent: Sent[] = [];
  readonly underWay = new Set<Sent>();

  send({ path, upstream }: HttpRequest) {
    return new Promise<{ status: number; headers: Record<string, string>; text: string }>((resolve, reject) => {
      const sent: Sent = {
        path,
        upstream,
        answer: () => {
          this.underWay.delete(sent);
          resolve({ status: 200, headers: {}, text: path });
        },
        fail: () => {
          this.underWay.delete(sent);
          reject(new Error(`no answer to ${path}`));
        },
      };
      this.sent.push(sent);
      this.underWay.add(sent);
    });
  }

  get paths(): string[] {
    return this.sent.map(({ path }) => path);
  }
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

function held(limits: RequestLimits | RequestSlots) {
  const upstream = new HeldPort();
  const port = limitRequests(upstream, limits);
  const send = (path: string, to: Upstream = 'prometheus', signal = new AbortController().signal) =>
    port.send({ upstream: to, method: 'GET', path }, signal);
  return { upstream, port, send };
}

describe('requests within their limits', () => {
  it('are at most four at a time, one of Trino and two of Dagster', async () => {
    const { upstream, send } = held(PAGE_LIMITS);
    for (const name of ['a', 'b', 'c']) {
      void send(`trino ${name}`, 'trino');
      void send(`dagster ${name}`, 'dagster');
      void send(`prometheus ${name}`, 'prometheus');
    }
    await settle();
    expect(upstream.paths).toEqual(['trino a', 'dagster a', 'prometheus a', 'dagster b']);
  });

  it('wait for a place, and get it when another request is answered', async () => {
    const { upstream, send } = held({ total: 1 });
    void send('first');
    const second = send('second');
    await settle();
    upstream.sent[0].answer();
    await settle();
    upstream.sent[1].answer();
    expect((await second).text).toBe('second');
  });

  it('take turns between upstreams however many one of them asks', async () => {
    const { upstream, send } = held({ total: 1 });
    ['p1', 'p2', 'p3'].forEach((path) => void send(path, 'prometheus'));
    ['d1', 'd2'].forEach((path) => void send(path, 'dagster'));
    void send('t1', 'trino');
    for (let index = 0; index < 6; index++) {
      await settle();
      upstream.sent[index].answer();
    }
    expect(upstream.paths).toEqual(['p1', 'd1', 't1', 'p2', 'd2', 'p3']);
  });

  it('leave the queue at once when aborted, and never run', async () => {
    const { upstream, send } = held({ total: 1 });
    void send('first');
    const controller = new AbortController();
    const second = send('second', 'prometheus', controller.signal);
    void send('third');
    await settle();
    controller.abort('gone');
    await expect(second).rejects.toBe('gone');
    upstream.sent[0].answer();
    await settle();
    expect(upstream.paths).toEqual(['first', 'third']);
  });

  it('never run for a caller that is gone, whenever it leaves while its place gets free', async () => {
    for (let instant = 0; instant < 12; instant++) {
      const { upstream, send } = held({ total: 1 });
      void send('first');
      const controller = new AbortController();
      send('second', 'prometheus', controller.signal).catch(() => undefined);
      void send('third');
      await settle();
      upstream.sent[0].answer();
      for (let microtask = 0; microtask < instant; microtask++) {
        await Promise.resolve();
      }
      const sentBefore = upstream.paths.includes('second');
      controller.abort('gone');
      await settle();
      expect(upstream.paths).toEqual(sentBefore ? ['first', 'second'] : ['first', 'third']);
    }
  });

  it('free their place when they fail', async () => {
    const { upstream, send } = held({ total: 1 });
    const first = send('first');
    void send('second');
    await settle();
    upstream.sent[0].fail();
    await expect(first).rejects.toThrow('no answer to first');
    await settle();
    expect(upstream.paths).toEqual(['first', 'second']);
  });

  it('share one bound between several ports of a page', async () => {
    const slots = new RequestSlots({ total: 1 });
    const one = held(slots);
    const other = held(slots);
    void one.send('one');
    void other.send('other');
    await settle();
    expect(other.upstream.paths).toEqual([]);
    one.upstream.sent[0].answer();
    await settle();
    expect(other.upstream.paths).toEqual(['other']);
  });

  it('refuse a limit under which nothing would ever run', () => {
    expect(() => new RequestSlots({ total: 0 })).toThrow(RangeError);
    expect(() => new RequestSlots({ total: 4, perUpstream: { trino: 0 } })).toThrow(RangeError);
    expect(() => new RequestSlots({ total: NaN })).toThrow(RangeError);
  });

  it('hold and all get served in whatever order requests come, end, fail and leave', async () => {
    const upstreams = fc.constantFrom<Upstream>('prometheus', 'dagster', 'trino');
    const step = fc.oneof(
      fc.record({ kind: fc.constant('send' as const), upstream: upstreams }),
      fc.record({ kind: fc.constantFrom('answer' as const, 'fail' as const, 'abort' as const), pick: fc.nat() })
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
        const { upstream, send } = held(PAGE_LIMITS);
        const outcomes: Array<Promise<unknown>> = [];
        const controllers: AbortController[] = [];
        const checkLimits = () => {
          const counts = { prometheus: 0, dagster: 0, trino: 0, server: 0 };
          upstream.underWay.forEach((sent) => counts[sent.upstream]++);
          expect(counts.trino).toBeLessThanOrEqual(1);
          expect(counts.dagster).toBeLessThanOrEqual(2);
          expect(upstream.underWay.size).toBeLessThanOrEqual(4);
        };
        for (const next of steps) {
          if (next.kind === 'send') {
            const controller = new AbortController();
            controllers.push(controller);
            outcomes.push(send(`${outcomes.length}`, next.upstream, controller.signal).catch(() => undefined));
          } else if (next.kind === 'abort') {
            controllers[next.pick % Math.max(1, controllers.length)]?.abort('gone');
          } else {
            [...upstream.underWay][next.pick % Math.max(1, upstream.underWay.size)]?.[next.kind]();
          }
          await settle();
          checkLimits();
        }
        while (upstream.underWay.size > 0) {
          [...upstream.underWay].forEach((sent) => sent.answer());
          await settle();
          checkLimits();
        }
        await Promise.all(outcomes);
      }),
      { numRuns: 50 }
    );
  }, 60_000);
});
