import { getTemplateSrv } from '@grafana/runtime';

/** Any of Grafana's spellings: `$name`, `${name}`, `[[name]]`. */
export function isVariableReference(text: string): boolean {
  return /\$\w|\$\{|\[\[/.test(text);
}

/** The dashboard's variables as queries spell them; none in Explore. */
export function variableReferences(): string[] {
  return getTemplateSrv()
    .getVariables()
    .map(({ name }) => `$${name}`);
}
