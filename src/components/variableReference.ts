import { getTemplateSrv } from '@grafana/runtime';

/** The dashboard's variables as queries spell them; none in Explore. */
export function variableReferences(): string[] {
  return getTemplateSrv()
    .getVariables()
    .map(({ name }) => `$${name}`);
}
