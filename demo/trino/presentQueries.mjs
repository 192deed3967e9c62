import { memoryIsScarce, trinoAnswers } from './incidents.mjs';
import { runStatement, StatementFailed } from './statement.mjs';

const ANALYST = { user: 'analyst', source: 'trino-python-client' };
const DASHBOARDS = { user: 'dashboards', source: 'trino-jdbc' };
const PUBLIC = { user: 'public', source: 'api' };

/** What people ask, by how often in a round of a hundred. `fail` raises the error of that code. */
const STATEMENTS = [
  [40, 'SELECT orderstatus, count(*) FROM tpch.tiny.orders GROUP BY 1', PUBLIC],
  [
    25,
    'SELECT n.name, sum(o.totalprice) FROM tpch.tiny.orders o, tpch.tiny.customer c, tpch.tiny.nation n WHERE o.custkey = c.custkey AND c.nationkey = n.nationkey GROUP BY 1',
    ANALYST,
  ],
  [20, 'SELECT max(shipdate) FROM tpch.tiny.lineitem', DASHBOARDS],
  [5, 'SELEC max(shipdate) FROM tpch.tiny.lineitem', ANALYST],
  [4, 'SELECT * FROM tpch.tiny.projects', PUBLIC],
  [2, "SELECT fail(65536, 'demo')", PUBLIC],
  [2, "SELECT fail(133001, 'demo')", DASHBOARDS],
  [2, 'SELECT count(*) FROM tpch.sf1000.lineitem', { ...ANALYST, session: 'query_max_run_time=1s' }],
];

const MEMORY_EXCEEDED = [
  1,
  'SELECT a.custkey, array_agg(b.comment) FROM tpch.tiny.orders a, tpch.tiny.orders b GROUP BY 1',
  { ...ANALYST, session: 'query_max_memory=1MB' },
];

/** Runs one query as a user would, and ignores how it ends; none while the demo's Trino is said to be down. */
export async function askSomething(url, sinceEpochMs) {
  if (!trinoAnswers(sinceEpochMs)) {
    return;
  }
  const scarce = memoryIsScarce(sinceEpochMs) && Math.random() < 0.6;
  const [, sql, asker] = scarce ? MEMORY_EXCEEDED : oneOf(STATEMENTS);
  try {
    await runStatement(url, sql, asker);
  } catch (error) {
    if (!(error instanceof StatementFailed)) {
      throw error;
    }
  }
}

function oneOf(statements) {
  let left = Math.random() * statements.reduce((sum, [share]) => sum + share, 0);
  return statements.find(([share]) => (left -= share) < 0) ?? statements[0];
}
