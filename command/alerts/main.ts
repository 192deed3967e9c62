import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { folderInWords, makeFolder } from '../makeFolder';
import { parseOptions } from '../parseOptions';
import { DATA_SOURCE_UID, OSO_PLATFORM } from '../../dashboards/generator/platform';
import { DAY_MS } from '../../src/budget/durations';
import type { Catalogue } from '../../src/catalogue/parseCatalogue';
import { ArgumentError } from '../argumentError';
import { loadSoundCatalogue } from '../catalogueFile';
import { EXIT, EXIT_HELP } from '../exitStatus';
import { say, warn } from '../print';
import { alertingFor } from '../../alerting/catalogueRules';
import { GENERATED_RUNBOOKS } from '../../alerting/annotations';
import { CannotFireError, KEPT_MS } from '../../alerting/canFire';
import { generateAlerts, GRAFANA_RULES, type GeneratedAlerts } from '../../alerting/generateAlerts';
import type { RuleLinks } from '../../alerting/ruleLinks';
import { goneRules } from '../../alerting/goneRules';
import { removeGoneRunbooks } from '../../alerting/goneRunbooks';
import { forSecondInstallation } from '../../alerting/secondInstallation';
import { soundUidPrefix } from '../uidPrefix';

const HELP = `Writes the alert rules of a catalogue for Grafana's file provisioning and for Prometheus.

  npm run alerts -- [--catalogue FILE] [--objective ID ...] [--into FOLDER] [--runbooks URL] [--chat URL] [--grafana URL] [--kept DAYS]
                    [--datasource-uid UID] [--uid-prefix PREFIX]

  --catalogue  OpenSLO documents. Default: the shipped catalogue.
  --objective  only this one; may be repeated. Default: all.
  --into       FOLDER/alerting/, FOLDER/alerting-discord/, FOLDER/prometheus/rules/ and, for an own catalogue, FOLDER/runbooks/
               with a page for each objective; pages that it wrote for objectives that are gone are removed. Default:
               provisioning/.
  --runbooks   where FOLDER/runbooks/ (shipped catalogue: docs/runbooks/) is published; without it, alerts name the file only.
  --chat       URL where incidents are coordinated; without it, alerts on your own catalogue have no such link.
  --grafana    URL of Grafana, for links in Prometheus' alerts; Grafana's own alerts need none.
  --datasource-uid  of the data source that links show (${DATA_SOURCE_UID}).
  --uid-prefix  begins the uids of rules and of the dashboards that they link, for a second installation in one Grafana.
  --kept       days for which Prometheus keeps samples (${KEPT_MS / DAY_MS}).

${EXIT_HELP}
`;

/** Writes the alert rules of a catalogue into a folder. */
export async function alerts(args: string[]): Promise<number> {
  const call = readOptions(args);
  if (call.help) {
    process.stdout.write(HELP);
  } else {
    write(loadSoundCatalogue(call.catalogue, warn), call);
  }
  return EXIT.ok;
}

function readOptions(args: string[]) {
  return parseOptions('npm run alerts', args, {
    catalogue: { type: 'string' },
    objective: { type: 'string', multiple: true },
    into: { type: 'string', default: join(__dirname, '../../provisioning') },
    runbooks: { type: 'string' },
    chat: { type: 'string' },
    grafana: { type: 'string' },
    'datasource-uid': { type: 'string' },
    'uid-prefix': { type: 'string' },
    kept: { type: 'string', default: String(KEPT_MS / DAY_MS) },
    help: { type: 'boolean', short: 'h' },
  });
}

function write(catalogue: Catalogue, call: ReturnType<typeof readOptions>): void {
  const { into: folder, objective, kept, runbooks, grafana } = call;
  const chat = call.chat ?? (call.catalogue === undefined ? OSO_PLATFORM.chat.url : undefined);
  const prefix = soundUidPrefix(call['uid-prefix']);
  const { files: own, leftOut } = generated(catalogue, objective, daysMs(kept), {
    chat,
    generatesRunbooks: call.catalogue !== undefined,
    runbooks: withoutSlash(runbooks),
    grafana: withoutSlash(grafana),
    dataSourceUid: call['datasource-uid'],
  });
  const files =
    prefix === undefined ? own : own.map(({ path, text }) => ({ path, text: forSecondInstallation(text, prefix) }));
  for (const { path } of files) {
    makeFolder(dirname(join(folder, path)), '--into');
  }
  let gone: string | undefined;
  for (const { path, text } of files) {
    if (path === GRAFANA_RULES && existsSync(join(folder, path))) {
      gone = goneRules(readFileSync(join(folder, path), 'utf8'), text);
    }
    writeFileSync(join(folder, path), text);
  }
  // A run for some objectives leaves the pages of the others.
  const removed =
    call.catalogue === undefined || objective !== undefined
      ? []
      : removeGoneRunbooks(
          folder,
          files.map(({ path }) => path)
        ).map((path) => `Removed ${path}: no alert of this catalogue names it.`);
  [...new Set([...leftOut, ...removed, ...(gone === undefined ? [] : [gone])])].forEach(warn);
  const pages = files.filter(({ path }) => path.startsWith(`${GENERATED_RUNBOOKS}/`)).length;
  const what = `${files.length - pages} files of rules${pages === 0 ? '' : ` and ${pages} runbooks`}`;
  say(`Wrote ${what} into ${folderInWords(folder)}.`);
}

/** @throws ArgumentError for an alert that could never fire. */
function generated(
  catalogue: Catalogue,
  objective: string[] | undefined,
  keptMs: number,
  links: RuleLinks
): GeneratedAlerts {
  try {
    return generateAlerts(alertingFor(catalogue, objective), keptMs, links);
  } catch (error) {
    throw error instanceof CannotFireError ? new ArgumentError(error.message) : error;
  }
}

function daysMs(text: string): number {
  const days = Number(text);
  if (!(days > 0)) {
    throw new ArgumentError(`--kept: found ${JSON.stringify(text)}, expected a number of days above 0`);
  }
  return days * DAY_MS;
}

function withoutSlash(url: string | undefined): string | undefined {
  return url?.replace(/\/+$/, '');
}
