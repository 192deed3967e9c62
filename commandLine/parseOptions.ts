import { parseArgs, type ParseArgsConfig } from 'node:util';
import { ArgumentError } from './argumentError';

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
    const found = error instanceof Error ? error.message : String(error);
    throw new ArgumentError(`${found}\n${command} -- --help lists the options.`);
  }
}
