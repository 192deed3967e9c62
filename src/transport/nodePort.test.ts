import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createNodePort, type NodePortOptions } from './nodePort';
import type { HttpRequest } from './port';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const servers: Server[] = [];

async function serve(handler: Handler): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => handler(request, response, body));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('the test server has no port');
  }
  return `http://127.0.0.1:${address.port}`;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map(stop));
});

const GET: HttpRequest = { upstream: 'prometheus', method: 'GET', path: '/api/v1/query?query=up' };

function send(base: string, request: Partial<HttpRequest> = {}, options: Partial<NodePortOptions> = {}) {
  const port = createNodePort({ bases: { prometheus: base }, ...options });
  return port.send({ ...GET, ...request }, new AbortController().signal);
}

describe('the port over fetch', () => {
  it('hands over status, lower-case headers and text of any answer', async () => {
    const base = await serve((_, response) => response.writeHead(418, { 'X-Kind': 'Pot' }).end('größer als {'));
    const answer = await send(base);
    expect(answer).toMatchObject({ status: 418, text: 'größer als {', headers: { 'x-kind': 'Pot' } });
  });

  it('hands over the text part by part where that is asked for, whole characters only', async () => {
    const [begin, end] = [Buffer.from('grö').subarray(0, 3), Buffer.from('grö').subarray(3)];
    const base = await serve(async (_, response) => {
      response.writeHead(200).write(begin);
      await new Promise((resolve) => setTimeout(resolve, 30));
      response.end(end);
    });
    const parts: string[] = [];
    const answer = await send(base, { onText: (part) => parts.push(part) });
    expect(parts).toEqual(['gr', 'ö']);
    expect(answer).toMatchObject({ status: 200, text: '' });
  });

  it('keeps the text of a failure together', async () => {
    const base = await serve((_, response) => response.writeHead(500).end('broken'));
    const onText = jest.fn();
    expect(await send(base, { onText })).toMatchObject({ status: 500, text: 'broken' });
    expect(onText).not.toHaveBeenCalled();
  });

  it('waits as long as parts come, and gives up after silence', async () => {
    const base = await serve(async (_, response) => {
      response.writeHead(200);
      for (let part = 0; part < 6; part++) {
        response.write('x');
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    });
    const parts: string[] = [];
    const sent = send(base, { onText: (part) => parts.push(part), timeoutMs: 400 });
    await expect(sent).rejects.toMatchObject({ kind: 'timeout' });
    expect(parts.join('')).toBe('xxxxxx');
  });

  it.each(['', '/', '/prefix', '/prefix/', '/prefix//'])(
    'joins the path to a base that ends with "%s"',
    async (end) => {
      const base = await serve((request, response) => response.end(request.url));
      const prefix = end.startsWith('/prefix') ? '/prefix' : '';
      expect((await send(`${base}${end}`)).text).toBe(`${prefix}/api/v1/query?query=up`);
    }
  );

  it('asks for answers as they are, which cost a near upstream less than compressed ones', async () => {
    const base = await serve((request, response) => response.end(request.headers['accept-encoding']));
    expect((await send(base)).text).toBe('identity');
  });

  it('sends method, headers and body verbatim', async () => {
    const base = await serve((request, response, body) => {
      response.end(`${request.method} ${request.headers['content-type']} ${body}`);
    });
    const answer = await send(base, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'query=up%2B1',
    });
    expect(answer.text).toBe('POST application/x-www-form-urlencoded query=up%2B1');
  });

  it('lets the configured headers beat those of the request, whatever their case', async () => {
    const base = await serve((request, response) => response.end(`${request.headers.authorization}`));
    const answer = await send(
      base,
      { headers: { authorization: 'request' } },
      { headers: { prometheus: { Authorization: 'configured' }, trino: { Authorization: 'other' } } }
    );
    expect(answer.text).toBe('configured');
  });

  it('says so when an upstream has no URL', async () => {
    await expect(send('', { upstream: 'trino' })).rejects.toMatchObject({
      name: 'TransportError',
      kind: 'unreachable',
      upstream: 'trino',
      message: 'no URL is configured',
    });
  });

  it('says so when the URL is not one', async () => {
    await expect(send('prometheus:')).rejects.toMatchObject({ kind: 'unreachable' });
    await expect(send('not a url')).rejects.toThrow('the configured URL is not a valid one');
  });

  it('never quotes a header that cannot be sent', async () => {
    const failure = send('http://127.0.0.1', {}, { headers: { prometheus: { Authorization: 'Bearer sec\nret' } } });
    await expect(failure).rejects.toMatchObject({ kind: 'unreachable', message: expect.not.stringContaining('sec') });
  });

  it('names a refused connection', async () => {
    const base = await serve(() => undefined);
    await Promise.all(servers.splice(0).map(stop));
    await expect(send(base)).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ refused the connection \(ECONNREFUSED\)$/),
    });
  });

  it('names a server that speaks no TLS', async () => {
    const base = await serve((_, response) => response.end());
    await expect(send(base.replace('http:', 'https:'))).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('does not speak the TLS'),
    });
  });

  it('names a connection that closes before the answer', async () => {
    const base = await serve((request) => request.socket.destroy());
    await expect(send(base)).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('closed the connection before it answered'),
    });
  });

  it('distinguishes a body that breaks off from a whole one', async () => {
    const base = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('{"status":', () => response.destroy());
    });
    await expect(send(base)).rejects.toMatchObject({ kind: 'truncated', upstream: 'prometheus' });
  });

  it('gives up on a server that never answers', async () => {
    const base = await serve(() => undefined);
    await expect(send(base, {}, { defaultTimeoutMs: 20 })).rejects.toMatchObject({
      kind: 'timeout',
      message: 'no complete answer within 0.02 s',
    });
  });

  it('gives up on a body that never ends, by the timeout of the request', async () => {
    const base = await serve((_, response) => void response.write('{'));
    await expect(send(base, { timeoutMs: 20 })).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('does not take an unlimited timeout for none', async () => {
    const base = await serve((_, response) => response.end('late'));
    expect((await send(base, { timeoutMs: Infinity })).text).toBe('late');
  });

  it("rejects with the signal's reason and hangs up when aborted", async () => {
    const controller = new AbortController();
    const reason = new Error('the panel went away');
    let hungUp: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => (hungUp = resolve));
    const base = await serve((_, response) => {
      response.on('close', hungUp);
      controller.abort(reason);
    });
    await expect(createNodePort({ bases: { prometheus: base } }).send(GET, controller.signal)).rejects.toBe(reason);
    await closed;
  });

  it('sends nothing for a caller that is gone already', async () => {
    const handler = jest.fn();
    const base = await serve(handler);
    const gone = AbortSignal.abort('gone');
    await expect(createNodePort({ bases: { prometheus: base } }).send(GET, gone)).rejects.toBe('gone');
    expect(handler).not.toHaveBeenCalled();
  });

  describe('meets a redirect', () => {
    it('and follows it within the origin', async () => {
      const base = await serve((request, response) =>
        request.url === '/moved' ? response.end('here') : response.writeHead(301, { Location: '/moved' }).end('gone')
      );
      expect(await send(base)).toMatchObject({ status: 200, text: 'here' });
    });

    it('and carries a body along where the status promises to', async () => {
      const base = await serve((request, response, body) =>
        request.url === '/moved' ? response.end(body) : response.writeHead(308, { Location: '/moved' }).end()
      );
      expect(await send(base, { method: 'POST', body: 'query=up' })).toMatchObject({ status: 200, text: 'query=up' });
    });

    it('and answers it where the body would be lost', async () => {
      const base = await serve((_, response) => response.writeHead(302, { Location: '/moved' }).end());
      expect(await send(base, { method: 'POST', body: 'query=up' })).toMatchObject({ status: 302 });
    });

    it('and carries no credentials to another origin', async () => {
      const stranger = jest.fn();
      const elsewhere = await serve(stranger);
      const base = await serve((_, response) => response.writeHead(307, { Location: `${elsewhere}/login` }).end());
      expect(await send(base)).toMatchObject({ status: 307, headers: { location: `${elsewhere}/login` } });
      expect(stranger).not.toHaveBeenCalled();
    });

    it('and does not run in circles', async () => {
      const base = await serve((request, response) => response.writeHead(302, { Location: request.url }).end());
      expect(await send(base)).toMatchObject({ status: 302 });
    });
  });
});
