// npm run package: builds the plugin (--no-build takes dist/ as it is), checks it and writes the zip for Grafana's catalogue.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageProblems } from './packageChecks';
import { pluginZip, readPluginFolder } from './packageZip';

const ROOT = join(__dirname, '..');
const DIST = join(ROOT, 'dist');

process.exitCode = run(process.argv.slice(2));

function run(options: string[]): number {
  if (!options.includes('--no-build')) {
    const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' });
    if (status !== 0) {
      return status ?? 1;
    }
  }
  if (!existsSync(DIST)) {
    console.error('dist/ is missing: run npm run build, or npm run package without --no-build.');
    return 1;
  }
  const { name, version } = z
    .object({ name: z.string(), version: z.string() })
    .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  const files = readPluginFolder(DIST);

  const problems = packageProblems(files, { name, version, folder: ROOT });
  if (problems.length > 0) {
    problems.forEach(({ file, found, remedy }) => console.error(`dist/${file}: ${found}.\n    Remedy: ${remedy}.`));
    console.error(`No package was written: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}.`);
    return 1;
  }

  const zip = pluginZip(name, files);
  const path = join('artifacts', `${name}-${version}.zip`);
  mkdirSync(join(ROOT, 'artifacts'), { recursive: true });
  writeFileSync(join(ROOT, path), zip);

  files.forEach((content, file) => console.log(`${String(content.length).padStart(9)}  ${name}/${file}`));
  console.log(`${path}: ${files.size} files, ${zip.length} bytes`);
  console.log(`sha256 ${createHash('sha256').update(zip).digest('hex')}`);
  return 0;
}
