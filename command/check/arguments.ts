import { CREDENTIALS_HELP } from '../credentials';
import { EXIT_HELP } from '../exitStatus';
import { parseOptions } from '../parseOptions';
import { CATALOGUE_HELP, EXAMPLE_URLS, readUpstreamUrls, UPSTREAM_OPTIONS, type UpstreamUrls } from '../upstreams';

export interface CheckArguments {
  help: boolean;
  /** None: only the catalogue is checked. */
  urls: UpstreamUrls;
  catalogueFile?: string;
}

export const USAGE = `Says what is wrong in a catalogue, with positions, and whether each objective is measurable.

  npm run check -- --catalogue objectives.yaml
  npm run check -- --catalogue objectives.yaml --prometheus ${EXAMPLE_URLS.prometheus}

Options
  ${CATALOGUE_HELP}
  --prometheus URL    query this Prometheus; without any URL, only the catalogue is checked
  --dagster URL       query this Dagster
  --trino URL         query this Trino
  --help              this text

${CREDENTIALS_HELP}

${EXIT_HELP}
`;

/** @throws ArgumentError for an unknown option, a missing value or a URL that is none. */
export function readArguments(args: string[]): CheckArguments {
  const values = parseOptions('npm run check', args, {
    help: { type: 'boolean', short: 'h' },
    catalogue: { type: 'string' },
    ...UPSTREAM_OPTIONS,
  });
  return { help: values.help ?? false, urls: readUpstreamUrls(values), catalogueFile: values.catalogue };
}
