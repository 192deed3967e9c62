import { parser } from '@prometheus-io/lezer-promql';

/** What is wrong with a PromQL template, and where. */
export interface QueryProblem {
  /** Characters from the start of the query. */
  offset: number;
  found: string;
  expected: string;
}

/** The width of a bucket, in every query of a catalogue. */
export const WINDOW_TOKEN = '{{.window}}';

export type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

interface Token {
  from: number;
  to: number;
}

/**
 * Checks a PromQL template. `window: 'required'`: `{{.window}}` must be a range at least once, because otherwise
 * nothing ties the answer to a bucket. At most one problem, the one to fix first.
 */
export function queryProblem(query: string, window: 'required' | 'optional'): QueryProblem | undefined {
  return (
    variableProblem(query) ??
    tokenProblem(query) ??
    syntaxProblem(query) ??
    (window === 'required' ? missingWindow(query) : undefined)
  );
}

/** Checks that a text is one vector selector without range, such as `http_requests_total{code="200"}`. */
export function selectorProblem(selector: string): QueryProblem | undefined {
  const expected = 'a selector without range or function, such as http_requests_total{job="api"}';
  const problem = variableProblem(selector) ?? syntaxProblem(selector);
  if (problem !== undefined) {
    return { ...problem, expected };
  }
  const only = parser.parse(selector).topNode.firstChild;
  return only?.name === 'VectorSelector' ? undefined : { offset: 0, found: quote(selector), expected };
}

/**
 * Selectors, without range, of the counters that a query counts over `{{.window}}`: vector selectors that are directly
 * inside `increase`, `rate`, `irate` or `resets` with that range. Gauges (`*_over_time`) and subqueries have none: their
 * own sample count is their coverage. Each text once, in the order of the query.
 */
export function counterSelectors(query: string): string[] {
  const tokens = windowTokens(query);
  const selectors: string[] = [];
  forEachNode(query, (node) => {
    const [vector, range] = [node.getChild('VectorSelector'), node.getChild('DurationExpr')];
    if (node.name !== 'MatrixSelector' || vector === null || range === null || !isWindow(range, tokens)) {
      return;
    }
    if (COUNTER_FUNCTIONS.has(functionAround(query, node)) && !hasAncestor(node, 'SubqueryExpr')) {
      selectors.push(query.slice(vector.from, vector.to));
    }
  });
  return [...new Set(selectors)];
}

const COUNTER_FUNCTIONS: ReadonlySet<string | undefined> = new Set(['increase', 'rate', 'irate', 'resets']);

const INTERVAL_VARIABLE = /\$(?:__(?:rate_)?(?:interval|range)\w*|\{__(?:rate_)?(?:interval|range)[^}]*\})/;

function variableProblem(query: string): QueryProblem | undefined {
  const match = INTERVAL_VARIABLE.exec(query);
  return match === null
    ? undefined
    : { offset: match.index, found: `Grafana's variable ${match[0]}`, expected: INSTEAD_OF_VARIABLES };
}

const INSTEAD_OF_VARIABLES = `${WINDOW_TOKEN}, the width of a bucket (Grafana empties variables in provisioned text)`;

const ANY_TOKEN = /\{\{[^{}]*\}\}/g;

function tokenProblem(query: string): QueryProblem | undefined {
  for (const { 0: token, index } of query.matchAll(ANY_TOKEN)) {
    if (!isWindowToken(token)) {
      return { offset: index, found: `the token ${quote(token)}`, expected: `${WINDOW_TOKEN}, the only token` };
    }
  }
  return undefined;
}

function syntaxProblem(query: string): QueryProblem | undefined {
  let problem: QueryProblem | undefined;
  forEachNode(query, (node) => {
    if (problem === undefined && node.type.isError) {
      problem = hasAncestor(node, 'DurationExpr') && isEmptyRange(query, node.from) ? emptyRange(node) : broken(node);
    }
  });
  return problem;

  function emptyRange(node: SyntaxNode): QueryProblem {
    const found = 'an empty range, probably a variable such as $__interval or $__rate_interval that Grafana emptied';
    return { offset: node.from, found, expected: INSTEAD_OF_VARIABLES };
  }

  function broken(node: SyntaxNode): QueryProblem {
    const rest = query.slice(node.from).trim();
    const found = rest === '' ? 'the end of the query' : quote(rest);
    return { offset: node.from, found, expected: 'valid PromQL' };
  }
}

function isEmptyRange(query: string, offset: number): boolean {
  return /\[\s*$/.test(query.slice(0, offset)) && /^\s*[\]:]/.test(query.slice(offset));
}

function missingWindow(query: string): QueryProblem | undefined {
  const tokens = windowTokens(query);
  let hasWindow = false;
  forEachNode(query, (node) => {
    hasWindow ||= isWindow(node, tokens);
  });
  const expected = `${WINDOW_TOKEN} as a range, such as increase(x[${WINDOW_TOKEN}]), so that buckets can be counted`;
  const found = tokens.length === 0 ? `no ${WINDOW_TOKEN}` : `${WINDOW_TOKEN} that is no range`;
  return hasWindow ? undefined : { offset: 0, found, expected };
}

function windowTokens(query: string): Token[] {
  return [...query.matchAll(ANY_TOKEN)]
    .filter(({ 0: token }) => isWindowToken(token))
    .map(({ 0: token, index }) => ({ from: index, to: index + token.length }));
}

function isWindowToken(token: string): boolean {
  return /^\{\{\s*\.window\s*\}\}$/.test(token);
}

/** Visits the template with every token replaced by a duration of the same length, so that offsets stay those of the template. */
export function forEachNode(query: string, visit: (node: SyntaxNode) => void): void {
  const parsable = query.replace(ANY_TOKEN, (token) =>
    isWindowToken(token) ? '1h'.padStart(token.length, '0') : token
  );
  parser.parse(parsable).iterate({ enter: ({ node }) => visit(node) });
}

function isWindow(node: SyntaxNode, tokens: readonly Token[]): boolean {
  return node.name === 'DurationExpr' && tokens.some(({ from, to }) => from === node.from && to === node.to);
}

/** True for a range vector, a selector's or a subquery's, whose range is `{{.window}}`. */
export function isWindowRange(query: string, range: SyntaxNode): boolean {
  const duration = range.getChild('DurationExpr');
  return duration !== null && isWindow(duration, windowTokens(query));
}

function functionAround(query: string, node: SyntaxNode): string | undefined {
  let around = node.parent;
  while (around !== null && around.name !== 'FunctionCall') {
    around = around.parent;
  }
  const name = around?.getChild('FunctionIdentifier');
  return name ? query.slice(name.from, name.to) : undefined;
}

function hasAncestor(node: SyntaxNode, name: string): boolean {
  for (let around = node.parent; around !== null; around = around.parent) {
    if (around.name === name) {
      return true;
    }
  }
  return false;
}

const LONGEST_QUOTE = 30;

function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text);
}
