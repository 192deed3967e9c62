import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Catalogue } from '../../src/catalogue/parseCatalogue';
import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';
import { generateDashboards, textOf } from './generateDashboards';
import { OSO_PLATFORM, type Platform } from './platform';
import { readCatalogue } from './readCatalogue';

const HELP = `Writes the dashboards of a catalogue as JSON for Grafana's file provisioning.

  npm run dashboards -- [--catalogue FILE] [--into FOLDER] [--status-page URL] [--chat URL] [--chat-name NAME]

  --catalogue    OpenSLO documents. Without: the shipped catalogue, with the links of its platform.
  --into         replaces every dashboard in this folder. Without: dashboards/.
  --status-page  where your readers are told of incidents; without, no dashboard links one.
  --chat         where they ask and report; without, no dashboard links it.
  --chat-name    what that is called (Chat).`;

const { values } = parseArgs({
  options: {
    catalogue: { type: 'string' },
    into: { type: 'string', default: join(__dirname, '..') },
    'status-page': { type: 'string' },
    'chat-name': { type: 'string', default: 'Chat' },
    chat: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(HELP);
} else {
  try {
    generate();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

function generate(): void {
  const { catalogue, chat, into, 'chat-name': name, 'status-page': statusPage } = values;
  const own: Platform = {
    ...(statusPage === undefined ? {} : { statusPage }),
    ...(chat === undefined ? {} : { chat: { name, url: chat } }),
  };
  if (catalogue === undefined) {
    write(shippedCatalogue, { ...OSO_PLATFORM, ...own }, into);
  } else {
    write(readCatalogue(catalogue, console.error), own, into);
  }
}

/** Replaces every dashboard in the folder, so that none of a category that is gone stays. */
function write(catalogue: Catalogue, platform: Platform, folder: string): void {
  mkdirSync(folder, { recursive: true });
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .forEach((name) => rmSync(join(folder, name)));
  for (const generated of generateDashboards(catalogue, platform)) {
    writeFileSync(join(folder, generated.file), textOf(generated));
  }
}
