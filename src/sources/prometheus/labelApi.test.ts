import { DAY_MS, HOUR_MS } from '../../budget/durations';
import type { HttpAnswer, HttpPort } from '../../transport/port';
import { TransportError } from '../../transport/transportError';
import { daysOf, LabelApi } from './labelApi';

const NOW = Date.UTC(2026, 10, 22, 10);
const DAYS = daysOf(NOW - 2 * DAY_MS, NOW);
const never = new AbortController().signal;

function json(status: number, body: object): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json' }, text: JSON.stringify(body) };
}

/** An API in front of a server that answers `answer`, the paths that reached it, and its clock. */
function setUp(answer: () => HttpAnswer) {
  const paths: string[] = [];
  const clock = { nowMs: NOW };
  const port: HttpPort = {
    async send({ method, path }) {
      paths.push(`${method} ${path}`);
      return answer();
    },
  };
  const api = new LabelApi({ port, parameters: { team: 'a' }, clock: () => clock.nowMs });
  return { api, paths, clock };
}

const success = () => json(200, { status: 'success', data: ['200', '404'] });

describe('names and values of labels', () => {
  it('are asked for over whole days, with the parameters of every query', async () => {
    const { api, paths } = setUp(success);
    expect(await api.values('code', 'up{job="x"}', DAYS, never)).toEqual(['200', '404']);
    const [method, address] = paths[0].split(' ');
    const url = new URL(address, 'http://prometheus');
    expect(`${method} ${url.pathname}`).toBe('GET /api/v1/label/code/values');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      team: 'a',
      'match[]': 'up{job="x"}',
      start: String(Date.UTC(2026, 10, 20) / 1000),
      end: String(Date.UTC(2026, 10, 23) / 1000),
    });
  });

  it('are asked for once a day, however often and by however many', async () => {
    const { api, paths, clock } = setUp(success);
    await Promise.all([api.values('code', 'up', DAYS, never), api.values('code', 'up', DAYS, never)]);
    await api.values('code', 'up', daysOf(NOW - 2 * DAY_MS + HOUR_MS, NOW + HOUR_MS), never);
    expect(paths).toHaveLength(1);
    clock.nowMs += DAY_MS;
    await api.values('code', 'up', DAYS, never);
    expect(paths).toHaveLength(2);
  });

  it.each([403, 404, 501])(
    'are not asked for again within the hour once HTTP %d refused one of them',
    async (status) => {
      const { api, paths, clock } = setUp(() => ({ status, headers: {}, text: 'no' }));
      expect(await api.values('code', 'up', DAYS, never)).toBeUndefined();
      expect(await api.names('up', DAYS, never)).toBeUndefined();
      expect(paths).toHaveLength(1);
      clock.nowMs += HOUR_MS;
      await api.names('up', DAYS, never);
      expect(paths).toHaveLength(2);
    }
  );

  it('are unknown where nothing answers, and where a name is none that the server understands', async () => {
    const down = setUp(() => {
      throw new TransportError('unreachable', 'prometheus', 'refused');
    });
    expect(await down.api.names('up', DAYS, never)).toBeUndefined();
    const picky = setUp(() => json(400, { status: 'error', errorType: 'bad_data', error: 'invalid label name' }));
    expect(await picky.api.values('code', 'up', DAYS, never)).toBeUndefined();
    await picky.api.values('status', 'up', DAYS, never);
    expect(picky.paths).toHaveLength(2);
  });

  it('are escaped in paths as Prometheus 3 reads them', async () => {
    const { api, paths } = setUp(success);
    await api.values('http.status_code', undefined, DAYS, never);
    expect(paths[0]).toContain('/api/v1/label/U__http_2e_status__code/values?');
  });

  it('reject when the caller goes away', async () => {
    const { api } = setUp(success);
    await expect(api.names('up', DAYS, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});
