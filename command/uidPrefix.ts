import { isUidPrefix, PREFIX_RULE } from '../dashboards/generator/uidPrefix';
import { ArgumentError } from './argumentError';

/** @throws ArgumentError for what cannot begin the uids of dashboards and rules. */
export function soundUidPrefix(given: string | undefined): string | undefined {
  if (given !== undefined && !isUidPrefix(given)) {
    throw new ArgumentError(`--uid-prefix: found ${JSON.stringify(given)}, expected ${PREFIX_RULE}`);
  }
  return given;
}
