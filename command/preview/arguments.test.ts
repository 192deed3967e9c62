import { ArgumentError } from '../argumentError';
import { readArguments } from './arguments';

it('Without arguments the preview shows demo data on this machine’s port 3000', () => {
  expect(readArguments([])).toEqual({
    help: false,
    skipBuild: false,
    watch: false,
    upstreams: {},
    catalogueFile: undefined,
    host: '127.0.0.1',
    port: 3000,
  });
});

it('Every upstream may have a URL, which loses the slash at its end', () => {
  const { upstreams } = readArguments([
    ...['--prometheus', 'http://localhost:9090/'],
    ...['--dagster', 'https://dagster.example/base/'],
    ...['--trino', 'http://localhost:8080'],
  ]);
  expect(upstreams).toEqual({
    prometheus: 'http://localhost:9090',
    dagster: 'https://dagster.example/base',
    trino: 'http://localhost:8080',
  });
});

it.each([
  [['--nonsense'], '--nonsense'],
  [['--watch', '--no-build'], 'leave one of them out'],
  [['--port'], '--port'],
  [['--port', 'x'], '--port needs a number from 0 to 65535, found "x"'],
  [['--port', '65536'], '--port needs a number'],
  [['--prometheus', 'localhost:9090'], '--prometheus needs a URL such as http://localhost:9090'],
  [['--trino', 'ftp://x'], '--trino needs a URL'],
  [['--dagster', 'https://me:secret@x'], 'set DAGSTER_AUTH=basic and DAGSTER_BASIC instead'],
])('%j is refused with what is wrong', (args, message) => {
  expect(() => readArguments(args)).toThrow(ArgumentError);
  expect(() => readArguments(args)).toThrow(message);
});
