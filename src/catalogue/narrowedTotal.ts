import { parser } from '@prometheus-io/lezer-promql';
import type { NarrowedTotal } from './objective';
import { nameIn } from './promqlName';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

interface CountedCounter {
  selector: string;
  metric: string;
  matchers: Matcher[];
}

interface Matcher {
  label: string;
  operator: string;
  /** PromQL string literal, quotes included. */
  literal: string;
}

/**
 * Says how `part` narrows `total`, if it is the same sum of the same counter with exactly one further label matcher, as in
 * `sum(increase(x{code!~"5.."}[{{.window}}]))` of `sum(increase(x[{{.window}}]))`. Both can then be had from one pass over
 * the samples. Undefined for everything else, which simply costs two passes.
 */
export function narrowedTotal(part: string, total: string): NarrowedTotal | undefined {
  const [narrow, whole] = [countedCounter(part), countedCounter(total)];
  if (!narrow || !whole || narrow.metric !== whole.metric) {
    return undefined;
  }
  const known = new Set(whole.matchers.map(textOf));
  const further = narrow.matchers.filter((matcher) => !known.has(textOf(matcher)));
  const [only] = further;
  if (further.length !== 1 || narrow.matchers.length !== whole.matchers.length + 1) {
    return undefined;
  }
  const pattern = patternOf(only);
  return pattern === undefined
    ? undefined
    : { selector: whole.selector, label: only.label, pattern, negated: only.operator.startsWith('!') };
}

/** The selector, without range, of a query that is `sum(increase(counter[{{.window}}]))`; undefined for everything else. */
export function summedCounter(template: string): string | undefined {
  return countedCounter(template)?.selector;
}

/** Equality becomes a pattern only where the text means the same as a regular expression. */
function patternOf({ operator, literal }: Matcher): string | undefined {
  return operator.endsWith('~') || /^(["'])[\w-]*\1$/.test(literal) ? literal : undefined;
}

function textOf({ label, operator, literal }: Matcher): string {
  return `${label}${operator}${literal}`;
}

/** The counter of `sum(increase(counter[{{.window}}]))`, with nothing else around or inside. */
function countedCounter(template: string): CountedCounter | undefined {
  const query = template.replace(/\{\{\s*\.window\s*\}\}/g, '1h');
  const shape = parser.parse(query).topNode;
  const matrix = childrenAlong(shape, PATH_TO_MATRIX);
  const vector = matrix?.getChild('VectorSelector');
  if (!matrix || !vector || template === query || !isWholeText(query, vector)) {
    return undefined;
  }
  const text = ({ from, to }: SyntaxNode) => query.slice(from, to);
  const braces = vector.getChild('LabelMatchers');
  const names = [vector.getChild('Identifier'), braces?.getChild('QuotedLabelName')].filter((node) => node);
  const metric = names.length === 1 && names[0] ? nameIn(text(names[0])) : undefined;
  const matchers = MATCHERS.flatMap((kind) => braces?.getChildren(kind) ?? []).map((matcher) => {
    const [label, operator, literal] = [
      matcher.getChild('LabelName') ?? matcher.getChild('QuotedLabelName'),
      matcher.getChild('MatchOp'),
      matcher.getChild('StringLiteral'),
    ].map((node) => (node ? text(node) : ''));
    return { label: nameIn(label), operator, literal };
  });
  const isKnown = (matcher: (typeof matchers)[number]): matcher is Matcher => matcher.label !== undefined;
  return metric !== undefined && matchers.every(isKnown) ? { selector: text(vector), metric, matchers } : undefined;
}

const PATH_TO_MATRIX = ['AggregateExpr', 'FunctionCallBody', 'FunctionCall', 'FunctionCallBody', 'MatrixSelector'];
const MATCHERS = ['UnquotedLabelMatcher', 'QuotedLabelMatcher'];

function childrenAlong(node: SyntaxNode, path: readonly string[]): SyntaxNode | null {
  return path.reduce<SyntaxNode | null>((parent, name) => parent?.getChild(name) ?? null, node);
}

/** The tree says nothing of modifiers beside its path, so the text itself is compared. */
function isWholeText(query: string, { from, to }: SyntaxNode): boolean {
  return `${query.slice(0, from)}${query.slice(to)}`.replace(/\s/g, '') === 'sum(increase([1h]))';
}
