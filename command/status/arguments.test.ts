import { ArgumentError } from '../argumentError';
import { readArguments } from './arguments';

describe('the arguments of npm run status', () => {
  it('select demo data and every objective by default', () => {
    expect(readArguments([])).toEqual({
      help: false,
      json: false,
      nowMs: undefined,
      serverUrl: undefined,
      prometheusUrl: undefined,
      dagsterUrl: undefined,
      trinoUrl: undefined,
      catalogueFile: undefined,
      selection: { categories: undefined, applications: undefined, objectives: undefined },
    });
  });

  it('take several ids', () => {
    const { selection } = readArguments(['--objective', 'a', '--objective', 'b', '--category', 'c']);
    expect(selection).toEqual({ objectives: ['a', 'b'], categories: ['c'], applications: undefined });
  });

  it.each([
    [['--prometheus', 'localhost:9090'], /--prometheus needs a URL such as/],
    [['--now', 'yesterday'], /--now needs an instant such as/],
    [['--colour'], /--colour/],
    [['--server', 'localhost:9464'], /--server needs a URL such as/],
    [['--server', 'http://a:b@localhost:9464'], /set SERVE_TOKEN instead/],
    [
      ['--server', 'http://localhost:9464', '--trino', 'http://localhost:8080'],
      /--server and --trino exclude each other/,
    ],
    [['--server', 'http://localhost:9464', '--catalogue', 'own.yaml'], /--server and --catalogue exclude each other/],
    [['--catalogue'], /--catalogue/],
  ])('refuse %j with what was expected', (args, message) => {
    expect(() => readArguments(args)).toThrow(ArgumentError);
    expect(() => readArguments(args)).toThrow(message);
  });
});
