import { credentialHeaders, type Environment } from '../credentials';
import { splitCredentials } from '../splitCredentials';
import { UPSTREAMS, type UpstreamUrls } from '../upstreams';

/**
 * Everything secret that requests to these upstreams carry, as it is sent and as it was written down: tokens, pairs of user
 * and password in base64, and passwords.
 */
export function secretsSent(urls: UpstreamUrls, environment: Environment): string[] {
  return UPSTREAMS.flatMap((upstream) => {
    const url = urls[upstream];
    if (url === undefined) {
      return [];
    }
    const { basic } = splitCredentials(url);
    const values = basic ? [basic] : Object.values(credentialHeaders(upstream, environment));
    return values.flatMap((value) => {
      const [, scheme, secret] = /^(Basic|Bearer) (.*)$/s.exec(value) ?? [undefined, '', value];
      return scheme === 'Basic' ? [secret, ...writtenDown(secret)] : [secret];
    });
  });
}

/** The pair of user and password, and the password. */
function writtenDown(basic: string): string[] {
  const pair = Buffer.from(basic, 'base64').toString('utf8');
  return [pair, pair.slice(pair.indexOf(':') + 1)];
}
