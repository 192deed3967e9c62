/** A text in which every range of a Grafana interval variable became the width of a bucket. */
interface Rewritten {
  text: string;
  /** Variables that were replaced, each name once. */
  variables: string[];
}

const INTERVAL_RANGE =
  /\[\s*(\$__(?:rate_)?(?:interval|range)(?:_ms|_s)?|\$\{__(?:rate_)?(?:interval|range)[^}\s]*\})\s*(?=[\]:])/g;

/**
 * Lets PromQL be pasted from a panel: `[$__rate_interval]` becomes `[{{.window}}]`. Elsewhere than in a range such a variable
 * has no counterpart, and stays for the validator to explain.
 */
export function rewriteIntervalVariables(text: string): Rewritten {
  const variables = new Set<string>();
  const rewritten = text.replace(INTERVAL_RANGE, (_range, variable: string) => {
    variables.add(variable);
    return '[{{.window}}';
  });
  return { text: rewritten, variables: [...variables] };
}
