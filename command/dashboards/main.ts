import { join } from 'node:path';
import { parseOptions } from '../parseOptions';
import { loadSoundCatalogue } from '../catalogueFile';
import { EXIT, EXIT_HELP } from '../exitStatus';
import { folderInWords } from '../makeFolder';
import { say, warn } from '../print';
import { dashboardsOf } from './dashboardsOf';
import { DATA_SOURCE_UID, OSO_PLATFORM, type Platform } from '../../dashboards/generator/platform';
import { replaceDashboards } from './replaceDashboards';
import { soundUidPrefix } from '../uidPrefix';

const HELP = `Writes the dashboards of a catalogue as JSON for Grafana's file provisioning.

  npm run dashboards -- [--catalogue FILE] [--into FOLDER] [--status-page URL] [--chat URL] [--chat-name NAME]
                        [--datasource-uid UID] [--uid-prefix PREFIX]

  --catalogue    OpenSLO documents. Default: the shipped catalogue, with the links of its platform.
  --into         replaces the dashboards of Error Budget in this folder. Default: dashboards/.
  --status-page  URL where you announce incidents; without it, no dashboard links one.
  --chat         URL where readers ask and report; without it, no dashboard links one.
  --chat-name    name of that link (Chat).
  --datasource-uid  uid of the data source that the dashboards begin with (${DATA_SOURCE_UID}).
  --uid-prefix   begins the uids of the dashboards, for a second installation in one Grafana (errorbudget).

${EXIT_HELP}
`;

/** Writes the dashboards of a catalogue into a folder. */
export async function dashboards(args: string[]): Promise<number> {
  const {
    help,
    catalogue,
    chat,
    into,
    'chat-name': name,
    'status-page': statusPage,
    'datasource-uid': dataSourceUid,
    'uid-prefix': uidPrefix,
  } = parseOptions('npm run dashboards', args, {
    catalogue: { type: 'string' },
    into: { type: 'string', default: join(__dirname, '../../dashboards') },
    'status-page': { type: 'string' },
    'datasource-uid': { type: 'string' },
    'uid-prefix': { type: 'string' },
    'chat-name': { type: 'string', default: 'Chat' },
    chat: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  });
  if (help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const own: Platform = {
    ...(statusPage === undefined ? {} : { statusPage }),
    ...(dataSourceUid === undefined ? {} : { dataSourceUid }),
    ...(chat === undefined ? {} : { chat: { name, url: chat } }),
  };
  const platform = catalogue === undefined ? { ...OSO_PLATFORM, ...own } : own;
  const loaded = loadSoundCatalogue(catalogue, warn);
  const generated = dashboardsOf(loaded, platform);
  replaceDashboards(into, generated, soundUidPrefix(uidPrefix));
  say(`Wrote ${generated.length} dashboards into ${folderInWords(into)}.`);
  return EXIT.ok;
}
