const LEGACY_LABEL = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * A label's name as PromQL writes it between parentheses, as in `sum by ("http.status")`: quoted where it has other
 * characters than letters, digits and underscores, as Prometheus 3 wants it, and as it is otherwise, because Prometheus 2
 * does not know quoted names.
 */
export function labelName(name: string): string {
  return LEGACY_LABEL.test(name) ? name : stringLiteral(name);
}

/** A text as a PromQL string literal. JSON's escapes are a part of PromQL's, which are Go's. */
export function stringLiteral(text: string): string {
  return JSON.stringify(text);
}

/** The name of a metric or a label as PromQL writes it, in any of its three quotes or none; undefined where it has escapes. */
export function nameIn(text: string): string | undefined {
  if (!/^["'`]/.test(text)) {
    return text;
  }
  const name = text.slice(1, -1);
  return name.includes('\\') && !text.startsWith('`') ? undefined : name;
}
