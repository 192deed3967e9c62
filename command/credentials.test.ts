import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentialHeaders } from './credentials';

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
