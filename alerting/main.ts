import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { OSO_PLATFORM } from '../dashboards/generator/platform';
import { parseCatalogue, type Catalogue } from '../src/catalogue/parseCatalogue';
import { shippedCatalogue } from '../src/catalogue/shippedCatalogue';
import { alertingFor } from './alertRules';
import { KEPT_MS } from './canFire';
import { generateAlerts, GRAFANA_RULES } from './generateAlerts';
import { goneRules } from './goneRules';
import { DAY_MS } from '../src/budget/durations';

const HELP = `Writes the alert rules of a catalogue for Grafana's file provisioning and for Prometheus.

  npm run alerts -- [--catalogue FILE] [--objective ID ...] [--into FOLDER] [--runbooks URL] [--chat URL] [--grafana URL] [--kept DAYS]

  --catalogue  OpenSLO documents. Without: the shipped catalogue.
  --objective  only this one; may be repeated. Without: all.
  --into       FOLDER/alerting/, FOLDER/alerting-discord/ and FOLDER/prometheus/rules/. Without: provisioning/.
  --runbooks   where docs/runbooks/ is published; without, alerts name the file only.
  --chat       where people are called.
  --grafana    for links in the alerts of Prometheus; Grafana's own know theirs.
  --kept       days for which Prometheus keeps samples (${KEPT_MS / DAY_MS}).`;

const { values } = parseArgs({
  options: {
    catalogue: { type: 'string' },
    objective: { type: 'string', multiple: true },
    into: { type: 'string', default: join(__dirname, '../provisioning') },
    runbooks: { type: 'string' },
    chat: { type: 'string', default: OSO_PLATFORM.chat.url },
    grafana: { type: 'string' },
    kept: { type: 'string', default: String(KEPT_MS / DAY_MS) },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(HELP);
} else {
  try {
    write(values.catalogue === undefined ? shippedCatalogue : readCatalogue(values.catalogue), values.into);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

function readCatalogue(file: string): Catalogue {
  const catalogue = parseCatalogue(readFileSync(file, 'utf8'));
  if (catalogue.problems.length > 0) {
    throw new Error(`${file} does not hold:\n${catalogue.problems.map(({ message }) => message).join('\n')}`);
  }
  return catalogue;
}

function write(catalogue: Catalogue, folder: string): void {
  const { files, refused } = generateAlerts(alertingFor(catalogue, values.objective), daysMs(values.kept), {
    chat: values.chat,
    runbooks: withoutSlash(values.runbooks),
    grafana: withoutSlash(values.grafana),
  });
  let gone: string | undefined;
  for (const { path, text } of files) {
    if (path === GRAFANA_RULES && existsSync(join(folder, path))) {
      gone = goneRules(readFileSync(join(folder, path), 'utf8'), text);
    }
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  [...refused, ...(gone === undefined ? [] : [gone])].forEach((told) => console.error(told));
}

function daysMs(text: string): number {
  const days = Number(text);
  if (!(days > 0)) {
    throw new Error(`--kept: found ${JSON.stringify(text)}, expected a number of days above 0`);
  }
  return days * DAY_MS;
}

function withoutSlash(url: string | undefined): string | undefined {
  return url?.replace(/\/+$/, '');
}
