import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileCatalogue } from '../src/catalogue/compileCatalogue';

const room = join(__dirname, '..', 'src', 'catalogue');

try {
  writeFileSync(join(room, 'oso.compiled.json'), compileCatalogue(readFileSync(join(room, 'oso.yaml'), 'utf8')));
} catch (error) {
  console.error(`src/catalogue/oso.yaml does not compile.\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
