import { parseOptions } from '../parseOptions';
import { ArgumentError } from '../argumentError';
import { CREDENTIALS_HELP } from '../credentials';
import { readServerUrl, SERVER_HELP, SERVER_OPTION, SERVER_TOKEN_HELP } from '../errorBudgetServer';
import { EXIT_HELP } from '../exitStatus';
import { CATALOGUE_HELP, EXAMPLE_URLS, readUpstreamUrls, UPSTREAM_OPTIONS } from '../upstreams';
import type { Selection } from '../../src/evaluation/selection';

export interface StatusArguments {
  help: boolean;
  json: boolean;
  prometheusUrl?: string;
  dagsterUrl?: string;
  trinoUrl?: string;
  serverUrl?: string;
  catalogueFile?: string;
  selection: Selection;
  /** "Now" in epoch milliseconds; absent: the clock's, or the server's. */
  nowMs?: number;
}

export const USAGE = `Prints the status of every objective.

  npm run status                                    the shipped objectives on demo data
  npm run status -- --prometheus ${EXAMPLE_URLS.prometheus} --catalogue objectives.yaml

Options
  --prometheus URL    query this Prometheus instead of showing demo data
  --dagster URL       query this Dagster
  --trino URL         query this Trino
  ${SERVER_HELP}
  ${CATALOGUE_HELP}
  --category ID       only this category; may be repeated
  --application ID    only this application; may be repeated
  --objective ID      only this objective; may be repeated
  --now TIME          evaluate at this instant, such as 2026-03-01T10:35:00Z
  --json              rows for machines instead of a table
  --help              this text

${CREDENTIALS_HELP}
  ${SERVER_TOKEN_HELP}

${EXIT_HELP}
`;

/** @throws ArgumentError for an unknown option, a missing value, a URL or an instant that is none. */
export function readArguments(args: string[]): StatusArguments {
  const values = parse(args);
  const urls = readUpstreamUrls(values);
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    prometheusUrl: urls.prometheus,
    dagsterUrl: urls.dagster,
    trinoUrl: urls.trino,
    serverUrl: readServerUrl(values),
    catalogueFile: values.catalogue,
    selection: {
      categories: values.category,
      applications: values.application,
      objectives: values.objective,
    },
    nowMs: values.now === undefined ? undefined : readInstant(values.now),
  };
}

function parse(args: string[]) {
  return parseOptions('npm run status', args, {
    help: { type: 'boolean', short: 'h' },
    json: { type: 'boolean' },
    ...UPSTREAM_OPTIONS,
    ...SERVER_OPTION,
    catalogue: { type: 'string' },
    category: { type: 'string', multiple: true },
    application: { type: 'string', multiple: true },
    objective: { type: 'string', multiple: true },
    now: { type: 'string' },
  });
}

function readInstant(text: string): number {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) {
    throw new ArgumentError(`--now needs an instant such as 2026-03-01T10:35:00Z, found "${text}"`);
  }
  return instant;
}
