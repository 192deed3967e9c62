import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './makeFolder';

describe('a folder to write into', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'error-budget-folder-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is created with those above it, and may exist already', () => {
    makeFolder(join(folder, 'a', 'b'), '--into');
    makeFolder(join(folder, 'a', 'b'), '--into');
    expect(statSync(join(folder, 'a', 'b')).isDirectory()).toBe(true);
  });

  it.each([[[]], [['below']], [['far', 'below']]])('is refused where a file is in the way: %j below it', (below) => {
    const file = join(folder, 'notes.txt');
    writeFileSync(file, 'mine');
    const wanted = join(file, ...below);
    expect(() => makeFolder(wanted, '--into')).toThrow(
      `--into: the folder ${wanted} cannot be created, because ${file} is a file; name a folder, or move the file`
    );
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(existsSync(join(file, 'below'))).toBe(false);
  });
});
