import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentialHeaders, warnOfUrlCredentials } from './credentials';

describe('credentials for an upstream', () => {
  let directory: string;
  let secretFile: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'error-budget-credentials-'));
    secretFile = join(directory, 'secret');
    writeFileSync(secretFile, 's3cret\n');
    writeFileSync(join(directory, 'empty'), '\n');
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('are a token or a Basic pair of that upstream, in a variable or in a file without its line end', () => {
    expect(credentialHeaders('dagster', { DAGSTER_TOKEN: 'abc' })).toEqual({ Authorization: 'Bearer abc' });
    expect(credentialHeaders('trino', { TRINO_BASIC: 'dTpw' })).toEqual({ Authorization: 'Basic dTpw' });
    expect(credentialHeaders('prometheus', { PROMETHEUS_TOKEN_FILE: secretFile })).toEqual({
      Authorization: 'Bearer s3cret',
    });
    expect(credentialHeaders('prometheus', { PROMETHEUS_BASIC_FILE: secretFile })).toEqual({
      Authorization: 'Basic s3cret',
    });
  });

  it('are sent as Dagster+ wants them where its API is asked', () => {
    expect(credentialHeaders('dagster', { DAGSTER_TOKEN: 'abc', DAGSTER_AUTH: 'dagsterCloud' })).toEqual({
      'Dagster-Cloud-Api-Token': 'abc',
    });
  });

  it('are sent as the mode says, which may be not at all', () => {
    expect(credentialHeaders('trino', { TRINO_BASIC: 'dTpw', TRINO_AUTH: 'basic' })).toEqual({
      Authorization: 'Basic dTpw',
    });
    expect(credentialHeaders('trino', { TRINO_BASIC: 'dTpw', TRINO_AUTH: 'none' })).toEqual({});
    expect(() => credentialHeaders('trino', { TRINO_AUTH: 'bearer' })).toThrow(
      'TRINO_AUTH is bearer, and there is no credential: set TRINO_TOKEN or TRINO_TOKEN_FILE, or unset TRINO_AUTH'
    );
  });

  it('are none where their variables are unset, empty, or of another upstream', () => {
    expect(credentialHeaders('dagster', { DAGSTER_TOKEN: '', DAGSTER_BASIC: ' ', TRINO_TOKEN: 'abc' })).toEqual({});
  });

  it('are refused when two are set, without showing either', () => {
    const both = { DAGSTER_TOKEN: 'abc', DAGSTER_BASIC_FILE: secretFile };
    expect(() => credentialHeaders('dagster', both)).toThrow(
      'DAGSTER_TOKEN and DAGSTER_BASIC_FILE are set together; dagster takes one of them: unset the others'
    );
  });

  it('are refused when their file is missing or empty', () => {
    expect(() => credentialHeaders('trino', { TRINO_TOKEN_FILE: join(directory, 'absent') })).toThrow(
      /TRINO_TOKEN_FILE names .*absent, which cannot be read .*ENOENT/
    );
    expect(() => credentialHeaders('trino', { TRINO_TOKEN_FILE: join(directory, 'empty') })).toThrow(
      /TRINO_TOKEN_FILE names .*empty, which is empty/
    );
  });
});

describe('credentials in a URL', () => {
  function warnings(environment: Record<string, string> = {}): string[] {
    const lines: string[] = [];
    const urls = { dagster: 'http://me:hunter2@d', trino: 'http://t' };
    warnOfUrlCredentials(
      urls,
      (upstream) => `--${upstream}`,
      environment,
      (line) => lines.push(line)
    );
    return lines;
  }

  it('are warned of with the option and the variable to use instead, and never repeated', () => {
    expect(warnings()).toEqual([
      'Warning: --dagster holds credentials, which the next release refuses: set DAGSTER_BASIC (base64 of user:password) ' +
        'or DAGSTER_BASIC_FILE instead',
    ]);
  });

  it('are refused beside a credential in the environment', () => {
    expect(() => warnings({ DAGSTER_TOKEN: 'abc' })).toThrow(
      '--dagster holds credentials, and DAGSTER_TOKEN is set; dagster takes one of them: remove those in the URL'
    );
  });
});
