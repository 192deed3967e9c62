import type { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Lines } from './lines';
import { served, until, type Served } from './served.testing';

const FAKE: Parameters<typeof jest.useFakeTimers>[0] = { doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] };

describe('lines of an answer', () => {
  let server: Served;
  let socket: Socket | undefined;

  afterEach(async () => {
    jest.useRealTimers();
    socket?.destroy();
    await server.stop();
  });

  const answering = async (answer: (lines: Lines, response: ServerResponse) => unknown, isGzip = false) => {
    server = await served((_, response) => void answer(new Lines(response, isGzip), response));
    return server;
  };

  /** What a client hears, byte by byte as it comes. */
  function listen() {
    let text = '';
    const client = connect(server.port, '127.0.0.1');
    client.on('data', (chunk) => (text += chunk)).on('error', () => undefined);
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    socket = client;
    return { client, heard: () => text };
  }

  it.each([true, false])('arrive in their order, compressed: %s', async (isGzip) => {
    await answering((lines) => {
      lines.write('{"a":1}');
      lines.write('{"b":2}');
      return lines.end();
    }, isGzip);
    const answer = await fetch(server.url);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    expect(answer.headers.get('content-encoding')).toBe(isGzip ? 'gzip' : null);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).toBe('{"a":1}\n{"b":2}\n');
  });

  it('are sent while others are still awaited, compressed or not', async () => {
    for (const isGzip of [true, false]) {
      await answering((lines) => lines.write('{"early":true}'), isGzip);
      const { body } = await fetch(server.url);
      const { value } = (await body?.pipeThrough(new TextDecoderStream()).getReader().read()) ?? {};
      expect(value).toBe('{"early":true}\n');
      await server.stop();
    }
    await answering((lines) => lines.end());
  });

  it('gather what is there within 50 ms into one packet', async () => {
    jest.useFakeTimers(FAKE);
    let lines: Lines | undefined;
    await answering((made) => (lines = made));
    const { heard } = listen();
    await until(() => lines !== undefined);
    lines?.write('{"a":1}');
    jest.advanceTimersByTime(49);
    lines?.write('{"b":2}');
    expect(heard()).not.toContain('{"a"');
    jest.advanceTimersByTime(1);
    await until(() => heard().includes('{"b":2}'));
    expect(heard()).toContain('\r\n10\r\n{"a":1}\n{"b":2}\n');
  });

  it('name what has not changed once, before whatever ends the read', async () => {
    await answering((lines) => {
      [3, 1, 4].forEach((objective) => lines.writeSame(0, objective));
      lines.writeSame(1, 0);
      lines.endSame(0);
      lines.endSame(7);
      lines.write('{"read":0,"cursor":"c"}');
      return lines.end();
    });
    expect(await (await fetch(server.url)).text()).toBe(
      '{"read":0,"same":[3,1,4]}\n{"read":0,"cursor":"c"}\n{"read":1,"same":[0]}\n'
    );
  });

  it('are empty ones every 15 s while there is nothing to say, so that no proxy gives up', async () => {
    jest.useFakeTimers(FAKE);
    let begun = false;
    await answering(() => (begun = true));
    const { heard } = listen();
    await until(() => begun);
    for (const beats of [1, 2, 3]) {
      jest.advanceTimersByTime(15_050);
      await until(() => heard().split('1\r\n\n\r\n').length > beats);
    }
  });

  it('stop where the client is gone', async () => {
    jest.useFakeTimers(FAKE);
    const made: Array<{ lines: Lines; response: ServerResponse }> = [];
    await answering((lines, response) => made.push({ lines, response }));
    const { client } = listen();
    await until(() => made.length > 0);
    client.destroy();
    const [{ lines, response }] = made;
    await until(() => response.closed);
    lines.write('{"late":true}');
    jest.advanceTimersByTime(60_000);
    await lines.end();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('are given up where the client has not taken them a minute after the last', async () => {
    jest.useFakeTimers(FAKE);
    let isOver = false;
    let written = false;
    await answering(async (lines) => {
      lines.write('x'.repeat(64 * 2 ** 20));
      written = true;
      await lines.end();
      isOver = true;
    });
    const { client } = listen();
    client.pause();
    await until(() => written);
    jest.advanceTimersByTime(59_999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(false);
    jest.advanceTimersByTime(1);
    await until(() => isOver);
  });
});
