import { parseOptions } from '../commandLine/parseOptions';
import { ArgumentError } from '../commandLine/argumentError';
import { upstreamUrl } from '../commandLine/upstreamUrl';
import type { Selection } from '../src/evaluation/selection';

export interface StatusArguments {
  help: boolean;
  json: boolean;
  prometheusUrl?: string;
  dagsterUrl?: string;
  trinoUrl?: string;
  catalogueFile?: string;
  selection: Selection;
  /** "Now" in epoch milliseconds. */
  nowMs: number;
}

export const USAGE = `Prints the status of every objective.

  npm run status                                    the shipped objectives on demo data
  npm run status -- --prometheus http://localhost:9090 --catalogue objectives.yaml

Options
  --prometheus URL    ask this Prometheus instead of showing demo data
                      (credentials in the URL, or a token in PROMETHEUS_TOKEN)
  --dagster URL       ask this Dagster (credentials likewise, or a token in DAGSTER_TOKEN)
  --trino URL         ask this Trino (credentials likewise, or a token in TRINO_TOKEN; else as TRINO_USER)
  --catalogue FILE    OpenSLO documents instead of the shipped catalogue
  --category ID       only this category; may be repeated
  --application ID    only this application; may be repeated
  --objective ID      only this objective; may be repeated
  --now TIME          evaluate at this instant, such as 2026-03-01T10:35:00Z
  --json              rows for machines instead of a table
  --help              this text

Exit status: 0 when every row has figures or no data, 1 when a row failed, 2 when the call or the catalogue is wrong.
`;

const EXAMPLES = {
  prometheus: 'http://localhost:9090',
  dagster: 'http://localhost:3000',
  trino: 'http://localhost:8080',
};

/** @throws ArgumentError for an unknown option, a missing value, a URL or an instant that is none. */
export function readArguments(args: string[], clock: () => number = Date.now): StatusArguments {
  const values = parse(args);
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    prometheusUrl: values.prometheus === undefined ? undefined : readUrl('prometheus', values.prometheus),
    dagsterUrl: values.dagster === undefined ? undefined : readUrl('dagster', values.dagster),
    trinoUrl: values.trino === undefined ? undefined : readUrl('trino', values.trino),
    catalogueFile: values.catalogue,
    selection: {
      categories: values.category,
      applications: values.application,
      objectives: values.objective,
    },
    nowMs: values.now === undefined ? clock() : readInstant(values.now),
  };
}

function parse(args: string[]) {
  return parseOptions('npm run status', args, {
    help: { type: 'boolean', short: 'h' },
    json: { type: 'boolean' },
    prometheus: { type: 'string' },
    dagster: { type: 'string' },
    trino: { type: 'string' },
    catalogue: { type: 'string' },
    category: { type: 'string', multiple: true },
    application: { type: 'string', multiple: true },
    objective: { type: 'string', multiple: true },
    now: { type: 'string' },
  });
}

function readUrl(option: keyof typeof EXAMPLES, text: string): string {
  upstreamUrl(`--${option}`, text, EXAMPLES[option]);
  return text;
}

function readInstant(text: string): number {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) {
    throw new ArgumentError(`--now needs an instant such as 2026-03-01T10:35:00Z, found "${text}"`);
  }
  return instant;
}
