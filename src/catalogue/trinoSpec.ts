import * as z from 'zod/mini';
import { fields, oneOf, text, textLike } from './fieldRules';
import { milliseconds } from './metricSpecs';
import type { TrinoColumns, TrinoHistory, TrinoSpec } from './objective';

/** What the spec of a Trino metric may say, and the defaults of what it does not say (docs/catalogue.md). */

const errorCodes = () => {
  const expected = 'a list of error codes such as ADMINISTRATIVELY_KILLED';
  return z._default(
    z.array(textLike(/^[A-Z][A-Z0-9_]*$/, 'an error code such as ADMINISTRATIVELY_KILLED'), expected),
    []
  );
};

// The source writes these names into SQL unchanged, so nothing else may pass.
const identifier = '([A-Za-z_][A-Za-z0-9_]*|"[^"\\u0000-\\u001f]+")';
const tableName = textLike(
  new RegExp(`^${identifier}\\.${identifier}\\.${identifier}$`),
  'a table as catalog.schema.table, in double quotes what is no plain name: "my-lake".audit.log'
);
const columnName = textLike(new RegExp(`^${identifier}$`), 'the name of a column');

// The source writes it between the braces of a PromQL selector.
const matcher = '[a-zA-Z_][a-zA-Z0-9_]*\\s*(=|!=|=~|!~)\\s*"([^"\\\\\\n]|\\\\.)*"';
const selector = textLike(
  new RegExp(`^\\s*(${matcher}(\\s*,\\s*${matcher})*)?\\s*$`),
  'label matchers of PromQL such as job="trino"'
);

const columns = z.pipe(
  fields({
    state: columnName,
    errorType: columnName,
    source: columnName,
    end: z.optional(columnName),
    created: z.optional(columnName),
    elapsedMs: z.optional(columnName),
    errorCode: z.optional(columnName),
    user: z.optional(columnName),
    resourceGroup: z.optional(columnName),
    queryId: z.optional(columnName),
    message: z.optional(columnName),
  }),
  z.transform((named, context): TrinoColumns => {
    if (named.end === undefined && (named.created === undefined || named.elapsedMs === undefined)) {
      const message = 'end, or created and elapsedMs: when a query ended';
      context.issues.push({ code: 'custom', path: ['end'], input: undefined, message });
      return z.NEVER;
    }
    return named;
  })
);

const history = z.pipe(
  fields({
    kind: oneOf(['runtime', 'mysqlListener', 'table', 'counters']),
    table: z.optional(tableName),
    columns: z.optional(columns),
    selector: z._default(selector, ''),
  }),
  z.transform(({ kind, table, columns: named, selector: matchers }, context): TrinoHistory => {
    const missing = (path: string, message: string) => {
      context.issues.push({ code: 'custom', path: [path], input: undefined, message });
      return z.NEVER;
    };
    switch (kind) {
      case 'runtime':
        return { kind };
      case 'counters':
        return { kind, selector: matchers.trim() };
      case 'mysqlListener':
        return table === undefined ? missing('table', `the table of the history ${kind}`) : { kind, table };
      case 'table':
        if (table === undefined) {
          return missing('table', `the table of the history ${kind}`);
        }
        return named === undefined
          ? missing('columns', 'how the table names state, errorType, source and end')
          : { kind, table, columns: named };
    }
  })
);

const admission = (expected: string) => {
  const values = () => z._default(z.array(text(expected), `a list, each ${expected}`), []);
  return z._default(fields({ include: values(), exclude: values() }), { include: [], exclude: [] });
};

type Asked = Pick<TrinoSpec, 'alsoBad' | 'ignore' | 'users' | 'resourceGroups'>;

/** What asks for a column that not every table has. */
const NEEDS: ReadonlyArray<{ field: string; column: keyof TrinoColumns; values: (asked: Asked) => string[] }> = [
  { field: 'alsoBad', column: 'errorCode', values: ({ alsoBad }) => alsoBad },
  { field: 'ignore', column: 'errorCode', values: ({ ignore }) => ignore },
  { field: 'users', column: 'user', values: ({ users }) => [...users.include, ...users.exclude] },
  {
    field: 'resourceGroups',
    column: 'resourceGroup',
    values: ({ resourceGroups }) => [...resourceGroups.include, ...resourceGroups.exclude],
  },
];

export const trinoFields = z.pipe(
  fields({
    measure: z._default(oneOf(['queries']), 'queries'),
    userErrors: z._default(oneOf(['excluded', 'good']), 'excluded'),
    alsoBad: errorCodes(),
    ignore: errorCodes(),
    users: admission('the name of a user'),
    sources: admission('the name of a source, as clients send it'),
    resourceGroups: admission('the path of a resource group such as global.adhoc'),
    history: z._default(history, { kind: 'runtime' }),
    longestRun: milliseconds({ count: 1, unit: 'd' }),
    probe: z.optional(text('the name of an availability SLO')),
  }),
  z.transform(({ probe, longestRun, ...rest }, context): TrinoSpec => {
    const spec = { ...rest, longestRunMs: longestRun, ...(probe === undefined ? {} : { probe }) };
    if (spec.history.kind === 'table') {
      const named = spec.history.columns;
      for (const { field, column } of NEEDS.filter(({ values }) => values(spec).length > 0)) {
        if (named[column] === undefined) {
          const message = `the column that holds it, as ${field} asks for it`;
          context.issues.push({ code: 'custom', path: ['history', 'columns', column], input: undefined, message });
        }
      }
    }
    return spec;
  })
);
