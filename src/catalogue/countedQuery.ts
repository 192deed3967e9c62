import { forEachNode, isWindowRange, type QueryProblem, type SyntaxNode, WINDOW_TOKEN } from './promql';
import { selectorsOf } from './selectors';

/** A query of good, bad or total events, as it is asked. */
export interface CountedQuery {
  query: string;
  /** `rate` over the bucket was read as `increase`. */
  readAsIncrease: boolean;
}

/**
 * Reads the query of good, bad or total events as one that counts. `rate` over `{{.window}}` is events per second, by which a
 * bucket of 5 min would weigh as much as an hour; times the seconds of the bucket it is exactly `increase`, in whose place it
 * may be inside nothing but `sum`, `histogram_count`, `+`, `-` and `or vector(0)`. A problem is what cannot be made a count
 * so: `rate` inside other arithmetic, a fixed range, and functions that are no counts. Values that a subquery compares
 * or divides are none.
 */
export function countedQuery(query: string): CountedQuery | QueryProblem {
  const calls = callsOf(query);
  const problem = calls.map((call) => problemOf(call, query)).find((found) => found !== undefined);
  if (problem !== undefined) {
    return problem;
  }
  const rates = calls.filter(({ name, place }) => name === 'rate' && place === 'counts').reverse();
  const counted = rates.reduce(
    (text, { from }) => `${text.slice(0, from)}increase${text.slice(from + 'rate'.length)}`,
    query
  );
  return { query: withoutAbsence(counted), readAsIncrease: rates.length > 0 };
}

/**
 * A sum or difference of sums, in which one that has no series counts 0: in PromQL, nothing plus something is nothing, so that a
 * code that was not seen yet would take the errors of all others with it. Only of plain `sum(…)`, which all have no labels.
 */
function withoutAbsence(query: string): string {
  const terms: SyntaxNode[] = [];
  forEachNode(query, (node) => {
    if (isPlainSum(node, query) && isOperand(node, query)) {
      terms.push(node);
    }
  });
  return terms
    .sort((a, b) => b.from - a.from)
    .reduce(
      (text, { from, to }) => `${text.slice(0, from)}(${text.slice(from, to)} or vector(0))${text.slice(to)}`,
      query
    );
}

function isPlainSum(node: SyntaxNode, query: string): boolean {
  return (
    node.name === 'AggregateExpr' &&
    node.getChild('AggregateOp')?.firstChild?.name === 'Sum' &&
    node.getChild('AggregateModifier') === null &&
    callsOf(query).some(({ place, from, to }) => place === 'counts' && from > node.from && to < node.to)
  );
}

/** True for what is added or subtracted, through parentheses alone. */
function isOperand({ parent }: SyntaxNode, query: string): boolean {
  for (let around = parent; around !== null; around = around.parent) {
    if (around.name === 'BinaryExpr') {
      return (around.getChild('Add') ?? around.getChild('Sub')) !== null;
    }
    if (around.name !== 'ParenExpr') {
      return false;
    }
  }
  return false;
}

/**
 * A query that only adds and subtracts what counters grew by, as texts and selectors in turn: joined, they are the query with
 * the counter itself instead of each `increase(counter[{{.window}}])`, whose value grows by what the query counts.
 * Undefined for every other query.
 */
export function countedPieces(query: string): string[] | undefined {
  const calls = callsOf(query);
  const pieces: string[] = [];
  let from = 0;
  for (const { selector, place, from: callFrom, to } of calls) {
    if (place !== 'counts' || bare(query.slice(callFrom, to)) !== bare(`increase(${selector}[${WINDOW_TOKEN}])`)) {
      return undefined;
    }
    pieces.push(query.slice(from, callFrom), selector);
    from = to;
  }
  // A comment would take what follows with it.
  return calls.length === 0 || query.includes('#') ? undefined : [...pieces, query.slice(from)];
}

function bare(text: string): string {
  return text.replace(/\s/g, '');
}

/** A function in the query of a ratio that does not see the whole bucket, or takes the restart of a counter for a loss. */
export function ratioProblem(query: string): QueryProblem | undefined {
  const wrong = callsOf(query).find(
    ({ name, selector, place }) =>
      place !== 'value' &&
      (LAST_TWO.has(name) || (SLOPES.has(name) && /_(total|count|sum|bucket)$/.test(nameIn(selector))))
  );
  return (
    wrong && { offset: wrong.from, found: foundIn(wrong, query), expected: `rate(${wrong.selector}[${WINDOW_TOKEN}])` }
  );
}

/**
 * A histogram that is counted whole: each of its buckets holds the events of all smaller ones, so that their sum counts an event
 * once for every bucket that it fits. Not what quantiles are estimated from.
 */
export function repeatedCount(query: string): QueryProblem | undefined {
  for (const { node, name, selector, from } of callsOf(query)) {
    const { metric = '', matchers = [] } = selectorsOf(selector)[0] ?? {};
    const isWhole = metric.endsWith(BUCKETS) && !matchers.some(({ label }) => label === 'le');
    if (isWhole && GROWTH.has(name) && !isEstimated(node, query)) {
      const all = selector.replace(metric, `${metric.slice(0, -BUCKETS.length)}_count`);
      return {
        offset: from + query.slice(from).indexOf(selector),
        found: `${selector} without le, which counts an event once for every bucket that it fits`,
        expected: `${all} for all events, or a matcher on le for those of one bucket`,
      };
    }
  }
  return undefined;
}

const BUCKETS = '_bucket';

/** True inside a function that reads the buckets of a histogram as such. */
function isEstimated(call: SyntaxNode, query: string): boolean {
  for (let around = call.parent; around !== null; around = around.parent) {
    const name = around.name === 'FunctionCall' ? around.getChild('FunctionIdentifier') : null;
    if (name && /^histogram_/.test(query.slice(name.from, name.to))) {
      return true;
    }
  }
  return false;
}

/** The call of a function over a range. */
export interface Call {
  node: SyntaxNode;
  name: string;
  from: number;
  to: number;
  /** What is asked for, without range and offset; `x` for a subquery. */
  selector: string;
  /** The range is `{{.window}}`. */
  overWindow: boolean;
  /**
   * `counts`: its value is a part of the count, through sums and differences only. `summed`: the same of a subquery, whose
   * function adds it up again and again. `calculated`: something else is made of it. `value`: a subquery compares it, divides
   * it or counts that it is there.
   */
  place: 'counts' | 'summed' | 'calculated' | 'value';
}

const LAST_TWO: ReadonlySet<string> = new Set(['irate', 'idelta']);
const SLOPES: ReadonlySet<string> = new Set(['delta', 'deriv']);
const GROWTH: ReadonlySet<string> = new Set(['rate', 'increase']);

function problemOf(call: Call, query: string): QueryProblem | undefined {
  const { name, place, overWindow, selector, from } = call;
  if (place === 'value') {
    return undefined;
  }
  const isCount = name === 'increase' && overWindow && place !== 'summed';
  const becomesCount = name === 'rate' && overWindow && place === 'counts';
  if (!(GROWTH.has(name) || LAST_TWO.has(name) || SLOPES.has(name)) || isCount || becomesCount) {
    return undefined;
  }
  const around =
    name === 'rate' && overWindow ? ', with nothing around it but sum, histogram_count, +, - and or vector(0)' : '';
  return {
    offset: from,
    found: foundIn(call, query),
    expected: `sum(increase(${selector}[${WINDOW_TOKEN}]))${around}`,
  };
}

function foundIn({ name, from, to, overWindow, place }: Call, query: string): string {
  const call = query.slice(from, to).replace(/\s+/g, ' ');
  return `${call}, ${why()}`;

  function why(): string {
    if (LAST_TWO.has(name)) {
      return 'which sees the last two samples only';
    }
    if (name === 'delta') {
      return 'which counts the reset of a counter as a loss';
    }
    if (name === 'deriv') {
      return 'which is a slope and not a count';
    }
    if (place === 'summed') {
      return 'which a subquery adds up again at each of its steps';
    }
    return overWindow ? 'events per second in a further calculation' : 'whose range is not that of the bucket';
  }
}

/** Every call of a function over a range, in the order of the query. */
export function callsOf(query: string): Call[] {
  const calls: Call[] = [];
  forEachNode(query, (node) => {
    const identifier = node.name === 'FunctionCall' ? node.getChild('FunctionIdentifier') : null;
    const body = identifier && node.getChild('FunctionCallBody');
    const range = body && rangeIn(body);
    if (!identifier || !range) {
      return;
    }
    const vector = range.getChild('VectorSelector');
    calls.push({
      node,
      name: query.slice(identifier.from, identifier.to),
      from: node.from,
      to: node.to,
      selector: vector && range.name === 'MatrixSelector' ? query.slice(vector.from, vector.to) : 'x',
      overWindow: isWindowRange(query, range),
      place: placeOf(node, query),
    });
  });
  return calls;
}

/** The range vector among the arguments of a function. */
function rangeIn(body: SyntaxNode): SyntaxNode | undefined {
  for (let argument = body.firstChild; argument !== null; argument = argument.nextSibling) {
    let inner: SyntaxNode | null = argument;
    while (inner !== null && MODIFIED.has(inner.name)) {
      inner = inner.firstChild;
    }
    if (inner?.name === 'MatrixSelector' || inner?.name === 'SubqueryExpr') {
      return inner;
    }
  }
  return undefined;
}

const MODIFIED: ReadonlySet<string> = new Set(['OffsetExpr', 'StepInvariantExpr', 'ParenExpr']);

function placeOf(call: SyntaxNode, query: string): Call['place'] {
  let isPlain = true;
  let inner = call;
  for (let around = call.parent; around !== null; around = around.parent) {
    if (around.name === 'SubqueryExpr') {
      return isPlain && functionOf(around, query) !== 'count_over_time' ? 'summed' : 'value';
    }
    isPlain &&= addsUp(around, inner, query);
    inner = around;
  }
  return isPlain ? 'counts' : 'calculated';
}

/** True for a node through which counts stay counts. */
function addsUp(around: SyntaxNode, inner: SyntaxNode, query: string): boolean {
  switch (around.name) {
    case 'PromQL':
    case 'ParenExpr':
    case 'FunctionCallBody':
      return true;
    case 'AggregateExpr':
      return around.getChild('AggregateOp')?.firstChild?.name === 'Sum';
    case 'FunctionCall': {
      const name = around.getChild('FunctionIdentifier');
      return name !== null && query.slice(name.from, name.to) === 'histogram_count';
    }
    case 'BinaryExpr':
      return isSum(around, inner, query);
    default:
      return false;
  }
}

function isSum(binary: SyntaxNode, inner: SyntaxNode, query: string): boolean {
  const [left, right] = [binary.firstChild, binary.lastChild];
  const other = left?.from === inner.from && left.to === inner.to ? right : left;
  const otherText = other ? query.slice(other.from, other.to).replace(/[\s()]/g, '') : '';
  if (binary.getChild('Or')) {
    return other === right && /^vector0(\.0*)?$/.test(otherText);
  }
  return (binary.getChild('Add') ?? binary.getChild('Sub')) !== null && other?.name !== 'NumberDurationLiteral';
}

/** The function around a subquery. */
function functionOf(subquery: SyntaxNode, query: string): string | undefined {
  for (let around = subquery.parent; around !== null; around = around.parent) {
    const name = around.name === 'FunctionCall' ? around.getChild('FunctionIdentifier') : null;
    if (name) {
      return query.slice(name.from, name.to);
    }
  }
  return undefined;
}

function nameIn(selector: string): string {
  return /^[A-Za-z_:][A-Za-z0-9_:]*/.exec(selector)?.[0] ?? '';
}
