/**
 * Text of a catalogue in an alert template of Grafana or Prometheus, to be read literally: `{{` would open an action, and Grafana
 * replaces `${NAME}` with variables of its environment.
 */
export function literalText(text: string): string {
  return text.replace(/\{\{|\$/g, (special) => (special === '$' ? '{{ "\\u0024" }}' : '{{ "{{" }}'));
}
