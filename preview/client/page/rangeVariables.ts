import type { ScopedVars, TimeRange } from '@grafana/data';
import { timeInUrl } from './pageUrl';

/** What texts and links of a panel may say about the range that it shows. */
export function rangeVariables({ from, to, raw }: TimeRange): ScopedVars {
  const inUrl = timeInUrl(raw).toString();
  return {
    __url_time_range: { value: inUrl, text: inUrl },
    __from: { value: String(from.valueOf()), text: String(from.valueOf()) },
    __to: { value: String(to.valueOf()), text: String(to.valueOf()) },
  };
}
