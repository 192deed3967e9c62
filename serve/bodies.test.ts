import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { ApiError } from './apiError';
import { Bodies } from './bodies';
import { served, until, type Served } from './served.testing';

const MEGABYTE = 2 ** 20;

describe('bodies of requests', () => {
  let bodies: Bodies;
  let server: Served;
  let arrived: IncomingMessage[];
  let over: number;
  let sockets: Socket[];

  beforeEach(async () => {
    bodies = new Bodies();
    arrived = [];
    over = 0;
    sockets = [];
    server = await served((request, response) => {
      arrived.push(request);
      bodies
        .read(request)
        .then(
          (text) => response.end(text),
          (error) => response.writeHead(error instanceof ApiError ? error.status : 500, { Connection: 'close' }).end()
        )
        .finally(() => over++);
    });
  });

  afterEach(async () => {
    jest.useRealTimers();
    sockets.forEach((socket) => socket.destroy());
    await server.stop();
  });

  async function send(body: BodyInit) {
    const answer = await fetch(server.url, { method: 'POST', body });
    return { status: answer.status, text: await answer.text() };
  }

  /** A client that sends these bytes and no more; what it hears. */
  function begin(text: string): { socket: Socket; heard: () => string } {
    const socket = connect(server.port, '127.0.0.1');
    sockets.push(socket);
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk)).on('error', () => undefined);
    socket.write(text);
    return { socket, heard: () => heard };
  }

  it('are read whole up to 1 MB', async () => {
    const text = 'ä'.repeat(MEGABYTE / 2);
    expect(await send(text)).toEqual({ status: 200, text });
    expect(await send('')).toEqual({ status: 200, text: '' });
  });

  it('have what is no UTF-8 replaced', async () => {
    expect(await send(Uint8Array.of(0x7b, 0xff, 0xc3, 0x7d))).toEqual({ status: 200, text: '{\ufffd\ufffd}' });
  });

  it('are refused as soon as their length is announced', async () => {
    const { heard } = begin(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${MEGABYTE + 1}\r\n\r\n`);
    await until(() => heard().includes('413'));
  });

  it('are refused once they are larger, where no length is announced', async () => {
    const { socket, heard } = begin('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    socket.write(`${(MEGABYTE + 1).toString(16)}\r\n${'x'.repeat(MEGABYTE + 1)}`);
    await until(() => heard().includes('413'));
  });

  it('are refused where they take longer than 10 s', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    const { heard } = begin('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf');
    await until(() => arrived.length > 0);
    jest.advanceTimersByTime(9_999);
    expect(heard()).toBe('');
    jest.advanceTimersByTime(1);
    await until(() => heard().includes('408'));
  });

  it('hold 64 MB together at most, and none of it once they are refused, read or broken off', async () => {
    const half = MEGABYTE / 2;
    const head = `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${MEGABYTE}\r\n\r\n`;
    const many = Array.from({ length: 128 }, () => begin(`${head}${'x'.repeat(half)}`));
    await until(() => arrived.length === many.length && many.every(({ socket }) => socket.bytesWritten > half));
    await until(() => arrived.every(({ socket }) => socket.bytesRead > half));
    const refused = await send('x'.repeat(half));
    expect(refused.status).toBe(429);
    many.forEach(({ socket }) => socket.destroy());
    await until(() => over === many.length + 1);
    expect((await send('x'.repeat(MEGABYTE))).status).toBe(200);
  });
});
