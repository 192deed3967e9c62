import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { pluginZip, readPluginFolder } from './packageZip';

describe('the zip of a plugin', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plugin-'));
    mkdirSync(join(folder, 'img', 'screenshots'), { recursive: true });
    writeFileSync(join(folder, 'plugin.json'), '{}');
    writeFileSync(join(folder, 'module.js'), 'define([], () => "good ÷ total");', { mode: 0o600 });
    writeFileSync(join(folder, 'img', 'screenshots', 'overview.png'), Uint8Array.of(0x89, 0x50, 0x4e, 0x47));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('holds every file below one folder that is named as the plugin', () => {
    const read = unzipSync(pluginZip('oso-errorbudget-datasource', readPluginFolder(folder)));

    expect(Object.keys(read)).toEqual([
      'oso-errorbudget-datasource/img/screenshots/overview.png',
      'oso-errorbudget-datasource/module.js',
      'oso-errorbudget-datasource/plugin.json',
    ]);
    expect(strFromU8(read['oso-errorbudget-datasource/module.js'])).toBe('define([], () => "good ÷ total");');
    expect([...read['oso-errorbudget-datasource/img/screenshots/overview.png']]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  });

  it('has the same bytes whatever the order, age and mode of the files', () => {
    const files = readPluginFolder(folder);
    const otherwise = new Map([...files].reverse());

    expect(Buffer.from(pluginZip('x', otherwise)).equals(Buffer.from(pluginZip('x', files)))).toBe(true);
  });

  it('lets every user read the files, and dates them 1980', () => {
    const zip = Buffer.from(pluginZip('x', readPluginFolder(folder)));
    const central = zip.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));

    const madeByUnix = zip.readUInt8(central + 5);
    const mode = zip.readUInt32LE(central + 38) >>> 16;
    const date = zip.readUInt16LE(central + 14);
    expect({ madeByUnix, mode: mode.toString(8), year: 1980 + (date >> 9) }).toEqual({
      madeByUnix: 3,
      mode: '100644',
      year: 1980,
    });
  });
});
