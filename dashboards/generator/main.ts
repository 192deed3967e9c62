import { join } from 'node:path';
import { parseOptions } from '../../commandLine/parseOptions';
import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';
import { generateDashboards } from './generateDashboards';
import { OSO_PLATFORM, type Platform } from './platform';
import { readCatalogue } from './readCatalogue';
import { replaceDashboards } from './replaceDashboards';

const HELP = `Writes the dashboards of a catalogue as JSON for Grafana's file provisioning.

  npm run dashboards -- [--catalogue FILE] [--into FOLDER] [--status-page URL] [--chat URL] [--chat-name NAME]

  --catalogue    OpenSLO documents. Without: the shipped catalogue, with the links of its platform.
  --into         replaces the dashboards of Error Budget in this folder. Without: dashboards/.
  --status-page  where your readers are told of incidents; without, no dashboard links one.
  --chat         where they ask and report; without, no dashboard links it.
  --chat-name    what that is called (Chat).`;

try {
  run(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function run(args: string[]): void {
  const {
    help,
    catalogue,
    chat,
    into,
    'chat-name': name,
    'status-page': statusPage,
  } = parseOptions('npm run dashboards', args, {
    catalogue: { type: 'string' },
    into: { type: 'string', default: join(__dirname, '..') },
    'status-page': { type: 'string' },
    'chat-name': { type: 'string', default: 'Chat' },
    chat: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  });
  if (help) {
    console.log(HELP);
    return;
  }
  const own: Platform = {
    ...(statusPage === undefined ? {} : { statusPage }),
    ...(chat === undefined ? {} : { chat: { name, url: chat } }),
  };
  if (catalogue === undefined) {
    replaceDashboards(into, generateDashboards(shippedCatalogue, { ...OSO_PLATFORM, ...own }));
  } else {
    replaceDashboards(into, generateDashboards(readCatalogue(catalogue, console.error), own));
  }
}
