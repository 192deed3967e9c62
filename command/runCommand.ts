import { ArgumentError } from './argumentError';
import { describeFailure, EXIT, EXIT_HELP } from './exitStatus';
import { warn } from './print';
import { suggestion } from '../src/catalogue/nearestName';

interface Subcommand {
  about: string;
  /** What runs it; loaded on demand, so that none waits for the libraries of another. Resolves to the exit status. */
  load: () => Promise<(args: string[]) => Promise<number>>;
}

const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
  status: {
    about: 'print the status of every objective',
    load: async () => (await import('./status/main')).status,
  },
  check: {
    about: 'check a catalogue, and whether its objectives are measurable',
    load: async () => (await import('./check/main')).check,
  },
  serve: {
    about: 'read every objective once for everyone: figures for Prometheus, answers for dashboards',
    load: async () => (await import('./serve/main')).serve,
  },
  exporter: {
    about: 'the older name of serve',
    load: async () => (await import('./serve/main')).exporter,
  },
  preview: {
    about: 'show the dashboards in a browser, without a Grafana server',
    load: async () => (await import('./preview/main')).preview,
  },
  dashboards: {
    about: 'write the dashboards of a catalogue',
    load: async () => (await import('./dashboards/main')).dashboards,
  },
  alerts: {
    about: 'write the alert rules of a catalogue',
    load: async () => (await import('./alerts/main')).alerts,
  },
};

const NAMES = Object.keys(SUBCOMMANDS);

const USAGE = `Error budgets of the objectives in an OpenSLO catalogue.

  npm run error-budget -- SUBCOMMAND [OPTION ...]

Subcommands
${Object.entries(SUBCOMMANDS)
  .map(([name, { about }]) => `  ${name.padEnd(12)}${about}`)
  .join('\n')}

SUBCOMMAND --help lists the options of a subcommand.

${EXIT_HELP}
`;

/** Runs one subcommand; says on stderr why it could not. Resolves to the exit status and never rejects. */
export async function runCommand([name, ...args]: string[]): Promise<number> {
  try {
    if (name === '--help' || name === '-h') {
      process.stdout.write(USAGE);
      return EXIT.ok;
    }
    const run = await subcommandOf(name).load();
    return await run(args);
  } catch (error) {
    const { message, status } = describeFailure(error);
    warn(message);
    return status;
  }
}

function subcommandOf(name: string | undefined): Subcommand {
  if (name === undefined || !Object.hasOwn(SUBCOMMANDS, name)) {
    const found = name === undefined ? 'no subcommand' : `the unknown subcommand "${name}"${suggestion(name, NAMES)}`;
    throw new ArgumentError(`error-budget: found ${found}, expected one of ${NAMES.join(', ')}`);
  }
  return SUBCOMMANDS[name];
}
