/** An operation that was sent, for the query inspector; its text is the file of this name in ../graphql. */
export interface ExecutedOperation {
  name: string;
  variables: object;
}

/** What a read found, and what it asked for it. */
export interface Read<Value> {
  value: Value;
  executed: ExecutedOperation[];
}

/** Lines of the query inspector: `Runs {"filter":{…},"limit":250}`. */
export function executedTexts(executed: readonly ExecutedOperation[]): string[] {
  return executed.map(({ name, variables }) => `${name} ${JSON.stringify(variables)}`);
}
