import { parseArgs, type ParseArgsConfig } from 'node:util';
import { suggestion } from '../src/catalogue/nearestName';
import { ArgumentError, messageOf } from './argumentError';

/**
 * The values of the options in `args`; absent ones have none.
 *
 * @param command how people call it, such as `npm run status`.
 * @throws ArgumentError for an unknown option, a missing value or anything that is no option.
 */
export function parseOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  command: string,
  args: string[],
  options: Options
) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new ArgumentError(`${explain(error, options)}. ${command} -- --help lists the options.`);
  }
}

function explain(error: unknown, options: NonNullable<ParseArgsConfig['options']>): string {
  const found = messageOf(error);
  const [, unknown] = /^Unknown option '(-[^']+)'/.exec(found) ?? [];
  if (unknown !== undefined) {
    return `Unknown option ${unknown}${suggestion(
      unknown,
      Object.keys(options).map((name) => `--${name}`)
    )}`;
  }
  const [, unexpected] = /^Unexpected argument '([^']*)'/.exec(found) ?? [];
  const text = unexpected === undefined ? found : `Unexpected argument "${unexpected}": values follow their option`;
  return text.split('\n', 1)[0].replace(/\.$/, '');
}
