// tsx scripts/dagsterSchema.ts http://127.0.0.1:3000/graphql: writes the schema of a running Dagster, against which the types of
// our operations are generated. Without descriptions: the generator has no use for them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildClientSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
  type IntrospectionQuery,
} from 'graphql';
import { format, resolveConfig } from 'prettier';

const SCHEMA = join(__dirname, '..', 'src', 'sources', 'dagster', 'graphql', 'schema.graphql');

void main(process.argv[2]);

async function main(url: string | undefined): Promise<void> {
  if (url === undefined) {
    console.error('Name the GraphQL URL of a running Dagster, for instance http://127.0.0.1:3000/graphql');
    process.exitCode = 1;
    return;
  }
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery({ descriptions: false }) }),
  });
  const answer: { data?: IntrospectionQuery } = await response.json();
  if (!answer.data) {
    console.error(`${url} answered HTTP ${response.status} without a schema: is this Dagster's GraphQL?`);
    process.exitCode = 1;
    return;
  }
  const schema = printSchema(lexicographicSortSchema(buildClientSchema(answer.data)));
  writeFileSync(SCHEMA, await format(schema, { ...(await resolveConfig(SCHEMA)), filepath: SCHEMA }));
}
