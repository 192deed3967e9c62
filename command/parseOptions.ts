import { parseArgs, type ParseArgsConfig } from 'node:util';
import { suggestion } from '../src/catalogue/nearestName';
import { ArgumentError, messageOf } from './argumentError';

/**
 * The values of the options in `args`; absent ones have none.
 *
 * @param command how people call it, such as `npm run status`.
 * @throws ArgumentError for an unknown option, a missing value, one given twice or anything that is no option.
 */
export function parseOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  command: string,
  args: string[],
  options: Options
) {
  const refuse = (found: string) => new ArgumentError(`${found}. ${command} -- --help lists the options.`);
  let parsed;
  try {
    parsed = parseArgs({ args, options, tokens: true });
  } catch (error) {
    throw refuse(explain(error, options));
  }
  const given = new Set<string>();
  for (const token of parsed.tokens) {
    if (token.kind === 'option' && options[token.name].multiple !== true && given.size === given.add(token.name).size) {
      throw refuse(`--${token.name} is given twice, with one value each: leave one out`);
    }
  }
  return parsed.values;
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
