import { createTransport } from './createTransport';
import type { HttpAnswer, HttpPort, HttpRequest } from './port';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const signal = new AbortController().signal;
const request = (path: string): HttpRequest => ({ upstream: 'prometheus', method: 'GET', path });
const answer = (status: number, text = ''): HttpAnswer => ({ status, headers: {}, text });

describe('the transport', () => {
  it('gives the place of a request that waits for its retry to another', async () => {
    const sent: string[] = [];
    const port: HttpPort = {
      send: async ({ path }) => {
        sent.push(path);
        return path === '/busy' && sent.length === 1 ? answer(503, 'busy') : answer(200, path);
      },
    };
    let wake: () => void = () => undefined;
    const transport = createTransport(port, {
      limits: { total: 1 },
      retries: { sleep: () => new Promise((resolve) => (wake = resolve)) },
    });
    const busy = transport.send(request('/busy'), signal);
    const other = transport.send(request('/other'), signal);
    expect((await other).text).toBe('/other');
    wake();
    expect((await busy).text).toBe('/busy');
    expect(sent).toEqual(['/busy', '/other', '/busy']);
  });

  it('explains an unreachable upstream only after a 502 had its chance to heal', async () => {
    const send = jest.fn().mockResolvedValueOnce(answer(502)).mockResolvedValueOnce(answer(200, 'healed'));
    const retries = { attempts: 2, sleep: async () => undefined };
    expect(await createTransport({ send }, { retries }).send(request('/'), signal)).toEqual(answer(200, 'healed'));
    send.mockResolvedValue(answer(502));
    await expect(createTransport({ send }, { retries }).send(request('/'), signal)).rejects.toMatchObject({
      kind: 'unreachable',
    });
  });

  it("keeps to the page's limits by default", async () => {
    const send = jest.fn(() => new Promise<HttpAnswer>(() => undefined));
    const transport = createTransport({ send });
    ['/1', '/2', '/3', '/4', '/5'].forEach((path) => void transport.send(request(path), signal));
    await settle();
    expect(send).toHaveBeenCalledTimes(4);
  });
});
