import { MINUTE_MS } from '../../src/budget/durations';
import { ArgumentError } from '../argumentError';
import { readArguments } from './arguments';

describe('the arguments of npm run exporter', () => {
  it('listen on this machine only and read once a minute by default', () => {
    expect(readArguments(['--demo'], {})).toEqual({
      help: false,
      demo: true,
      urls: {},
      trinoPoll: false,
      stateFile: undefined,
      catalogueFile: undefined,
      intervalMs: MINUTE_MS,
      host: '127.0.0.1',
      port: 9464,
      access: 'everyone',
      store: undefined,
    });
  });

  it('take upstreams from the environment, where empty means unset, and let options beat it', () => {
    const environment = { PROMETHEUS_URL: 'http://a:9090', DAGSTER_URL: '', TRINO_URL: 'http://c:8080' };
    expect(readArguments(['--prometheus', 'http://b:9090'], environment).urls).toEqual({
      prometheus: 'http://b:9090',
      trino: 'http://c:8080',
    });
  });

  it.each([
    ['15s', 15_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
  ])('read %s as an interval', (text, ms) => {
    expect(readArguments(['--demo', '--interval', text], {}).intervalMs).toBe(ms);
  });

  it.each([
    [[], /nothing to query: give one of --prometheus, --dagster and --trino a URL.*or use --demo/],
    [['--demo', '--interval', '0s'], /--interval needs a time such as 60s or 5m, and at most 1d, found "0s"/],
    [['--demo', '--interval', 'often'], /--interval needs a time such as 60s or 5m, and at most 1d, found "often"/],
    [['--demo', '--interval', '1M'], /--interval needs a time such as 60s or 5m, and at most 1d, found "1M"/],
    [['--demo', '--interval', '99999999999s'], /at most 1d, found "99999999999s"/],
    [['--demo', '--port', '70000'], /--port needs a number from 0 to 65535, found "70000"/],
    [['--dagster', 'localhost'], /--dagster needs a URL such as http:\/\/localhost:3070/],
    [['--demo', '--trino-poll'], /--trino-poll needs a Trino to poll/],
    [['--dagster', 'http://d', '--state', 'f'], /--state keeps the counts of --trino-poll and nothing else/],
    [['--token', 'abc'], /--token/],
  ])('refuse %j with what was expected', (args, message) => {
    expect(() => readArguments(args, {})).toThrow(ArgumentError);
    expect(() => readArguments(args, {})).toThrow(message);
  });

  it('refuse a password where the list of processes would show it, without repeating it', () => {
    const call = () => readArguments(['--prometheus', 'http://me:hunter2@a:9090'], {});
    expect(call).toThrow(/Set PROMETHEUS_BASIC or PROMETHEUS_BASIC_FILE/);
    expect(call).not.toThrow(/hunter2/);
    expect(readArguments([], { PROMETHEUS_URL: 'http://me:hunter2@a:9090' }).urls.prometheus).toContain('hunter2');
    expect(() => readArguments([], { PROMETHEUS_URL: '//me:hunter2@a' })).not.toThrow(/hunter2/);
  });
});
