import { ArgumentError } from './argumentError';

/**
 * The URL of an upstream that an option or a variable holds.
 *
 * @param name of the option or variable.
 * @throws ArgumentError for what is no URL of http or https. It never shows the text, which may hold a password.
 */
export function upstreamUrl(name: string, text: string, example: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new ArgumentError(`${name} needs a URL such as ${example}`);
  }
  return url;
}
