/**
 * Text of a catalogue in an alert template of Grafana or Prometheus, to be read as it stands: `{{` would open an action, and
 * Grafana puts variables of its environment in the place of `${NAME}`.
 */
export function literalText(text: string): string {
  return text.replace(/\{\{|\$/g, (special) => (special === '$' ? '{{ "\\u0024" }}' : '{{ "{{" }}'));
}
