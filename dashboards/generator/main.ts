import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseCatalogue, type Catalogue } from '../../src/catalogue/parseCatalogue';
import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';
import { generateDashboards, textOf } from './generateDashboards';
import { OSO_PLATFORM } from './platform';

const HELP = `Writes the dashboards of a catalogue as JSON for Grafana's file provisioning.

  npm run dashboards -- [--catalogue FILE] [--into FOLDER] [--status-page URL] [--chat-name NAME] [--chat URL]

Without a catalogue: the shipped one, into dashboards/.`;

const { values } = parseArgs({
  options: {
    catalogue: { type: 'string' },
    into: { type: 'string', default: join(__dirname, '..') },
    'status-page': { type: 'string', default: OSO_PLATFORM.statusPage },
    'chat-name': { type: 'string', default: OSO_PLATFORM.chat.name },
    chat: { type: 'string', default: OSO_PLATFORM.chat.url },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(HELP);
} else {
  write(values.catalogue === undefined ? shippedCatalogue : readCatalogue(values.catalogue), values.into);
}

function readCatalogue(file: string): Catalogue {
  const catalogue = parseCatalogue(readFileSync(file, 'utf8'));
  const problems = catalogue.problems.map((problem) => JSON.stringify(problem));
  if (problems.length > 0) {
    throw new Error(`${file} does not hold:\n${problems.join('\n')}`);
  }
  return catalogue;
}

/** Replaces every dashboard in the folder, so that none of a category that is gone stays. */
function write(catalogue: Catalogue, folder: string): void {
  mkdirSync(folder, { recursive: true });
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .forEach((name) => rmSync(join(folder, name)));
  const platform = {
    statusPage: values['status-page'],
    chat: { name: values['chat-name'], url: values.chat },
  };
  for (const generated of generateDashboards(catalogue, platform)) {
    writeFileSync(join(folder, generated.file), textOf(generated));
  }
}
