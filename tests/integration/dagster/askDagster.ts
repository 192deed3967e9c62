/**
 * Sends a GraphQL query to a server as anyone may, apart from the plugin's own client. Resolves with `data`.
 * Rejects with what the server said about the query.
 */
export async function askDagster<Data>(url: string, query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors }: { data: Data; errors?: Array<{ message: string }> } = await response.json();
  if (!response.ok || errors) {
    throw new Error(`Dagster answered ${response.status}: ${errors?.map(({ message }) => message).join('; ')}`);
  }
  return data;
}

/** The variable of a key that is written with slashes. */
export function assetKeyInput(key: string): { path: string[] } {
  return { path: key.split('/') };
}
