import { type Call, callsOf } from './countedQuery';
import { forEachNode, type SyntaxNode } from './promql';

/**
 * What in the query of a count a bucket of 5 min answers with as much as an hour, in the query's own words; undefined where the
 * count grows with its bucket. Found are functions such as `max_over_time`, and what is made of counts that does not grow in
 * proportion to them: how many there are (`count`), a number that is added, a comparison that answers 0 or 1.
 */
export function perBucketPart(query: string): string | undefined {
  const calls = callsOf(query).filter(({ overWindow }) => overWindow);
  const called = calls.find(({ name, place }) => PER_BUCKET.has(name) && place === 'counts')?.name;
  const part = called ?? calls.map((call) => bentBy(call, query)).find((found) => found !== undefined);
  return part ?? (growsWith(query, calls) === 1 ? undefined : (calls.find(isPerBucket)?.name ?? 'a value per bucket'));
}

function isPerBucket({ name }: Call): boolean {
  return PER_BUCKET.has(name);
}

/** The power of the bucket's length with which the value of a query grows: 1 for counts, 0 for shares and averages. */
function growsWith(query: string, calls: readonly Call[]): number {
  let root: SyntaxNode | undefined;
  forEachNode(query, (node) => {
    root ??= node;
  });
  return root ? power(root) : 1;

  function power(node: SyntaxNode): number {
    const call = calls.find(({ from, to }) => node.name === 'FunctionCall' && from === node.from && to === node.to);
    if (call !== undefined) {
      return isPerBucket(call) ? 0 : 1;
    }
    if (node.name === 'AggregateExpr' || node.name === 'FunctionCall') {
      const name = node.getChild('FunctionIdentifier');
      const isShare = name !== null && SHARES.has(query.slice(name.from, name.to));
      return isShare ? 0 : highest(node.getChild('FunctionCallBody'));
    }
    return node.name === 'BinaryExpr' ? ofOperator(node) : highest(node);
  }

  function ofOperator(node: SyntaxNode): number {
    const [left, right] = [node.firstChild, node.lastChild].map((side) => (side === null ? 0 : power(side)));
    const has = (operator: string) => node.getChild(operator) !== null;
    if (has('BoolModifier')) {
      return 0;
    }
    if (has('Mul') || has('Div')) {
      return has('Mul') ? left + right : left - right;
    }
    // What is compared or filtered stays what it was.
    return ['And', 'Unless', ...COMPARISONS].some(has) ? left : Math.max(left, right);
  }

  function highest(node: SyntaxNode | null): number {
    let most = 0;
    for (let child = node?.firstChild ?? null; child !== null; child = child.nextSibling) {
      most = Math.max(most, power(child));
    }
    return most;
  }
}

const SHARES: ReadonlySet<string> = new Set(['histogram_fraction', 'histogram_quantile', 'histogram_avg']);

const PER_BUCKET: ReadonlySet<string> = new Set(
  ['avg', 'min', 'max', 'first', 'last', 'quantile', 'stddev', 'stdvar', 'mad', 'present', 'absent'].map(
    (name) => `${name}_over_time`
  )
);

/** What around a call makes something of its value that is not proportional to it. A factor may make up for that. */
function bentBy({ node, place }: Call, query: string): string | undefined {
  if (place === 'value' || place === 'summed') {
    return undefined;
  }
  let bent: string | undefined;
  let inner = node;
  for (let around = node.parent; around !== null; around = around.parent) {
    if (around.name === 'BinaryExpr' && (around.getChild('Mul') ?? around.getChild('Div')) !== null) {
      return undefined;
    }
    const filters = around.name === 'BinaryExpr' && (around.getChild('And') ?? around.getChild('Unless')) !== null;
    if (filters && around.lastChild?.from === inner.from) {
      return undefined;
    }
    bent ??= bend(around, inner, query);
    inner = around;
  }
  return bent;
}

function bend(around: SyntaxNode, inner: SyntaxNode, query: string): string | undefined {
  switch (around.name) {
    case 'AggregateExpr': {
      const operation = around.getChild('AggregateOp');
      const name = operation && query.slice(operation.from, operation.to).toLowerCase();
      return name !== null && BENDING_AGGREGATIONS.has(name) ? name : undefined;
    }
    case 'FunctionCall': {
      const identifier = around.getChild('FunctionIdentifier');
      const name = identifier && query.slice(identifier.from, identifier.to);
      return name !== null && BENDING_FUNCTIONS.has(name) ? name : undefined;
    }
    case 'BinaryExpr':
      return bendOfOperator(around, inner, query);
    default:
      return undefined;
  }
}

const BENDING_AGGREGATIONS: ReadonlySet<string> = new Set(['count', 'count_values', 'group']);
const BENDING_FUNCTIONS: ReadonlySet<string> = new Set(
  'clamp clamp_max sgn absent exp ln log2 log10 sqrt timestamp'.split(' ')
);
const COMPARISONS = ['Eql', 'Neq', 'Gtr', 'Gte', 'Lss', 'Lte'];

function bendOfOperator(binary: SyntaxNode, inner: SyntaxNode, query: string): string | undefined {
  const [left, right] = [binary.firstChild, binary.lastChild];
  if (left === null || right === null) {
    return undefined;
  }
  const isLeft = left.from === inner.from && left.to === inner.to;
  const [other, between] = [isLeft ? right : left, query.slice(left.to, right.from).trim()];
  const written = inOneLine(isLeft ? `${between} ${textOf(other)}` : `${textOf(other)} ${between}`);
  if (binary.getChild('BoolModifier') !== null || ['Pow', 'Mod', 'Atan2'].some(has)) {
    return written;
  }
  const number = ['Add', 'Sub', 'Or', ...COMPARISONS].some(has) ? numberOf(other, query) : undefined;
  // Zero is no bend, unless it hides what comes after `or`.
  return number === undefined || (number === 0 && (isLeft || !has('Or'))) ? undefined : written;

  function has(operator: string): boolean {
    return binary.getChild(operator) !== null;
  }

  function textOf({ from, to }: SyntaxNode): string {
    return query.slice(from, to);
  }
}

/** The number that a literal, or `vector` of one, has in every bucket. */
function numberOf({ from, to }: SyntaxNode, query: string): number | undefined {
  const literal = /^(?:vector)?([-+]?[\d.][\w.+-]*|[-+]?inf|nan)$/i.exec(query.slice(from, to).replace(/[\s()]/g, ''));
  return literal === null ? undefined : Number(literal[1]);
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
