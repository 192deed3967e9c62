import type { HttpAnswer, HttpPort, HttpRequest } from './port';
import { retryTransient, type RetryOptions } from './retries';
import { TransportError } from './transportError';

const QUERY: HttpRequest = { upstream: 'prometheus', method: 'GET', path: '/api/v1/query' };
const signal = new AbortController().signal;

const answer = (status: number, headers: Record<string, string> = {}, text = ''): HttpAnswer => ({
  status,
  headers,
  text,
});

/** A port that answers one after the other, and the waits between its answers. */
function patient(answers: HttpAnswer[], options: Partial<RetryOptions> = {}) {
  const send = jest.fn<Promise<HttpAnswer>, Parameters<HttpPort['send']>>();
  answers.forEach((next) => send.mockResolvedValueOnce(next));
  const waits: number[] = [];
  const port = retryTransient(
    { send },
    {
      attempts: 4,
      baseDelayMs: 100,
      maxDelayMs: 350,
      random: () => 1,
      clock: () => Date.UTC(2026, 0, 1),
      sleep: async (ms) => void waits.push(ms),
      ...options,
    }
  );
  return { port, send, waits };
}

describe('a transient failure', () => {
  it.each([429, 502, 503, 504])('of HTTP %d is tried again', async (status) => {
    const { port, send } = patient([answer(status), answer(200)]);
    expect(await port.send(QUERY, signal)).toEqual(answer(200));
    expect(send).toHaveBeenCalledTimes(2);
  });

  it.each([200, 400, 401, 404, 406, 422, 500, 501])('is not what HTTP %d says', async (status) => {
    const { port, send } = patient([answer(status)]);
    expect((await port.send(QUERY, signal)).status).toBe(status);
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('that lasts is answered as it is, after waits that double up to their bound', async () => {
    const { port, waits } = patient([answer(503), answer(502), answer(504), answer(429, {}, 'last')]);
    expect(await port.send(QUERY, signal)).toEqual(answer(429, {}, 'last'));
    expect(waits).toEqual([100, 200, 350]);
  });

  it('is waited for at least half as long, so that clients spread', async () => {
    const { port, waits } = patient([answer(503), answer(503), answer(200)], { random: () => 0 });
    await port.send(QUERY, signal);
    expect(waits).toEqual([50, 100]);
  });

  it('is waited for as long as the upstream asks, within the bound', async () => {
    const { port, waits } = patient(
      [
        answer(429, { 'retry-after': '3' }),
        answer(503, { 'retry-after': 'Thu, 01 Jan 2026 00:00:02 GMT' }),
        answer(503, { 'retry-after': '3600' }),
        answer(200),
      ],
      { maxDelayMs: 10_000 }
    );
    await port.send(QUERY, signal);
    expect(waits).toEqual([3_000, 2_000, 10_000]);
  });

  it('is not what the caller calls a real answer', async () => {
    const timeout = answer(503, {}, '{"status":"error","errorType":"timeout"}');
    const isFinal: RetryOptions['isFinal'] = ({ text }, { upstream }) =>
      upstream === 'prometheus' && text.startsWith('{');
    const { port, send } = patient([timeout], { isFinal });
    expect(await port.send(QUERY, signal)).toBe(timeout);
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('is not what an upstream without any answer has', async () => {
    const unreachable = new TransportError('unreachable', 'prometheus', 'refused');
    const send = jest.fn().mockRejectedValue(unreachable);
    const port = retryTransient({ send }, { attempts: 3, baseDelayMs: 1, maxDelayMs: 1 });
    await expect(port.send(QUERY, signal)).rejects.toBe(unreachable);
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('is not waited for by a caller that is gone', async () => {
    const send = jest.fn().mockResolvedValue(answer(503));
    const port = retryTransient({ send }, { attempts: 3, baseDelayMs: 3_600_000, maxDelayMs: 3_600_000 });
    const controller = new AbortController();
    const pending = port.send(QUERY, controller.signal);
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort('gone');
    await expect(pending).rejects.toBe('gone');
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('is not tried again for a caller that went away with the answer', async () => {
    const controller = new AbortController();
    const send = jest.fn(async () => {
      controller.abort('gone');
      return answer(503);
    });
    const port = retryTransient({ send }, { attempts: 3, baseDelayMs: 3_600_000, maxDelayMs: 3_600_000 });
    await expect(port.send(QUERY, controller.signal)).rejects.toBe('gone');
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('is really waited for, without a clock of the test', async () => {
    const send = jest.fn().mockResolvedValueOnce(answer(503)).mockResolvedValueOnce(answer(200));
    const port = retryTransient({ send }, { attempts: 2, baseDelayMs: 1, maxDelayMs: 1 });
    expect(await port.send(QUERY, signal)).toEqual(answer(200));
  });
});
