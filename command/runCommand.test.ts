import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { called } from './called.testing';
import { listen } from './listen';

const SUBCOMMANDS = ['status', 'check', 'serve', 'exporter', 'preview', 'dashboards', 'alerts'];
const ASKING = ['status', 'check', 'serve', 'exporter', 'preview'];
const WRITING = ['dashboards', 'alerts'];
const UPSTREAM = 'http://127.0.0.1:9';
const WITH_PASSWORD = 'http://me:hunter2@127.0.0.1:9';

/** What a subcommand needs before it looks at anything else. */
const needed = (subcommand: string) => (['serve', 'exporter'].includes(subcommand) ? ['--demo'] : []);

let other: Server;
let port: number;
let folder: string;
let file: string;

beforeAll(async () => {
  other = createServer();
  port = await listen(other, { host: '127.0.0.1', port: 0 });
  folder = mkdtempSync(join(tmpdir(), 'error-budget-calls-'));
  file = join(folder, 'notes.txt');
  writeFileSync(file, 'mine');
});

afterAll(() => {
  other.close();
  rmSync(folder, { recursive: true });
});

/** The one line that a wrong call prints. */
async function refusal(args: string[], environment: Record<string, string> = {}): Promise<string> {
  const { status, stdout, stderr } = await called(args, environment);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).not.toContain('hunter2');
  return stderr;
}

describe('a wrong call ends with 2 and one line that names the option and the remedy:', () => {
  it.each([
    [
      ['statsu'],
      /the unknown subcommand "statsu" \(did you mean status\?\), expected one of status, check, serve, exporter, /,
    ],
    [[], /no subcommand, expected one of status, check, serve, exporter, preview, dashboards, alerts/],
    [['constructor'], /unknown subcommand "constructor"/],
  ])('%j', async (args, message) => {
    expect(await refusal(args)).toMatch(message);
  });

  it.each(SUBCOMMANDS)('an unknown option of %s', async (subcommand) => {
    expect(await refusal([subcommand, '--catalog', 'x'])).toMatch(
      /^Unknown option --catalog \(did you mean --catalogue\?\)\. npm .* -- --help lists the options\.$/m
    );
  });

  it.each(SUBCOMMANDS)('an option of %s without its value', async (subcommand) => {
    expect(await refusal([subcommand, ...needed(subcommand), '--catalogue'])).toMatch(/--catalogue.* argument missing/);
  });

  it.each(SUBCOMMANDS)('a word after %s that belongs to no option', async (subcommand) => {
    expect(await refusal([subcommand, 'objectives.yaml'])).toMatch(/^Unexpected argument "objectives\.yaml": /);
  });

  it.each(SUBCOMMANDS)('a catalogue of %s that does not exist', async (subcommand) => {
    expect(await refusal([subcommand, ...needed(subcommand), '--catalogue', 'nowhere.yaml'])).toMatch(
      /^--catalogue: cannot read nowhere\.yaml \(ENOENT.*; name a file that can be read$/m
    );
  });

  it.each(ASKING)('a URL of %s that is none', async (subcommand) => {
    expect(await refusal([subcommand, '--dagster', 'me:hunter2@host'])).toMatch(
      /^--dagster needs a URL such as http:\/\/localhost:3070/
    );
  });

  it.each(ASKING)('a credential for %s that is given in two ways', async (subcommand) => {
    const environment = { PROMETHEUS_TOKEN: 'hunter2', PROMETHEUS_BASIC_FILE: file };
    expect(await refusal([subcommand, '--prometheus', UPSTREAM], environment)).toMatch(
      /^PROMETHEUS_TOKEN and PROMETHEUS_BASIC_FILE are set together; .*unset the others/
    );
  });

  it.each([
    [['status', '--prometheus', WITH_PASSWORD], {}, '--prometheus'],
    [['check', '--prometheus', WITH_PASSWORD], {}, '--prometheus'],
    [['exporter'], { PROMETHEUS_URL: WITH_PASSWORD }, 'PROMETHEUS_URL'],
  ])('credentials in the URL of %j beside those in a variable', async (args, environment, name) => {
    expect(await refusal(args, { ...environment, PROMETHEUS_TOKEN: 'hunter2' })).toMatch(
      new RegExp(`^${name} holds credentials, and PROMETHEUS_TOKEN is set; .*remove those in the URL$`, 'm')
    );
  });

  it.each(ASKING)('a mode of authentication without its credential for %s', async (subcommand) => {
    expect(await refusal([subcommand, '--trino', UPSTREAM], { TRINO_AUTH: 'basic', TRINO_TOKEN: 'hunter2' })).toMatch(
      /^TRINO_AUTH is basic, and TRINO_TOKEN is set: set TRINO_BASIC or TRINO_BASIC_FILE instead/
    );
  });

  it.each(ASKING)('a file for a credential of %s that does not exist', async (subcommand) => {
    expect(await refusal([subcommand, '--trino', UPSTREAM], { TRINO_TOKEN_FILE: '/nowhere' })).toMatch(
      /^TRINO_TOKEN_FILE names \/nowhere, which cannot be read/
    );
  });

  it.each([
    [['exporter', '--demo', '--trino', UPSTREAM], /^--demo and --trino exclude each other: leave one of them out/],
    [['exporter', '--demo', '--state', 'x'], /^--state keeps the counts of --trino-poll and nothing else/],
    [['exporter', '--trino', WITH_PASSWORD], /^--trino holds credentials, .*Set TRINO_BASIC or TRINO_BASIC_FILE/],
    [['preview', '--trino', WITH_PASSWORD], /^--trino: every page would show .*set TRINO_AUTH=basic and TRINO_BASIC/],
    [['preview', '--host', '192.0.2.1'], /^--host: this machine has no address 192\.0\.2\.1/],
    [['status', '--objective', 'nothing'], /^The catalogue holds no objective "nothing"\. It holds: /],
    [['status', '--now', 'later'], /^--now needs an instant such as/],
    [['alerts', '--objective', 'nothing'], /^The catalogue holds no objective "nothing"\. It holds: /],
    [['alerts', '--kept', 'long'], /^--kept: found "long", expected a number of days above 0/],
  ])('%j', async (args, message) => {
    expect(await refusal(args)).toMatch(message);
  });

  it.each(['serve', 'exporter', 'preview'])('a port of %s that is in use', async (subcommand) => {
    expect(await refusal([subcommand, ...needed(subcommand), '--port', String(port)])).toMatch(
      /^--port: \d+ is in use .*choose another, such as --port \d+$/m
    );
  });

  it.each(SUBCOMMANDS)('an option of %s that is given twice', async (subcommand) => {
    expect(await refusal([subcommand, '--catalogue', 'a.yaml', '--catalogue', 'b.yaml'])).toMatch(
      /^--catalogue is given twice, with one value each: leave one out\. npm .* --help lists the options\.$/m
    );
  });

  it.each(ASKING)('a token of %s that cannot be sent', async (subcommand) => {
    expect(await refusal([subcommand, '--trino', UPSTREAM], { TRINO_TOKEN: 'hunter2\nhunter3' })).toMatch(
      /^TRINO_TOKEN holds a line break or another character that no header carries: set it to the secret and nothing else$/m
    );
  });

  it.each(WRITING)('a folder of %s in a place where none can be made', async (subcommand) => {
    expect(await refusal([subcommand, '--into', '/proc/error-budget/rules'])).toMatch(
      /^--into: the folder \/proc\/error-budget\/rules\S* cannot be created \(.*\); name another/
    );
  });

  it.each(WRITING)('a file where %s expects a folder', async (subcommand) => {
    expect(await refusal([subcommand, '--into', file])).toMatch(/^--into: the folder .* is a file; name a folder/);
  });
});

describe('help', () => {
  it('lists the subcommands', async () => {
    const { status, stdout } = await called(['--help']);
    expect(status).toBe(0);
    expect([...stdout.matchAll(/^ {2}(\w+) {2,}/gm)].map(([, name]) => name)).toEqual(SUBCOMMANDS);
  });

  it.each(SUBCOMMANDS)('of %s names its options and exit statuses, and no other output', async (subcommand) => {
    const { status, stdout, stderr } = await called([subcommand, '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/--catalogue[^]*Exit status: 0 when all is well, 1 when .*, 2 when /);
  });
});

it.each(WRITING)('%s says in one line what it wrote', async (subcommand) => {
  const into = join(folder, subcommand);
  const { status, stdout, stderr } = await called([subcommand, '--into', into]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(new RegExp(`^Wrote \\d+ .* into .*${subcommand}\\.\\n$`));
});

it('The process itself ends with the status and the line', async () => {
  const entry = ['--import', 'tsx', join(__dirname, 'main.ts'), 'check', '--nonsense'];
  await expect(promisify(execFile)(process.execPath, entry, { cwd: join(__dirname, '..') })).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: 'Unknown option --nonsense. npm run check -- --help lists the options.\n',
  });
}, 60_000);
