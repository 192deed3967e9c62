import { parser } from '@prometheus-io/lezer-promql';
import type { NarrowedTotal } from './objective';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

interface CountedCounter {
  selector: string;
  metric: string;
  matchers: Array<{ label: string; operator: string; literal: string }>;
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

/** Equality becomes a pattern only where the text means the same as a regular expression. */
function patternOf({ operator, literal }: CountedCounter['matchers'][number]): string | undefined {
  return operator.endsWith('~') || /^(["'])[\w-]*\1$/.test(literal) ? literal : undefined;
}

function textOf({ label, operator, literal }: CountedCounter['matchers'][number]): string {
  return `${label}${operator}${literal}`;
}

/** The counter of `sum(increase(counter[{{.window}}]))`, with nothing else around or inside. */
function countedCounter(template: string): CountedCounter | undefined {
  const query = template.replace(/\{\{\s*\.window\s*\}\}/g, '1h');
  const shape = parser.parse(query).topNode;
  const matrix = childrenAlong(shape, PATH_TO_MATRIX);
  const vector = matrix?.getChild('VectorSelector');
  const metric = vector?.getChild('Identifier');
  if (!matrix || !vector || !metric || template === query || !isWholeText(query, vector)) {
    return undefined;
  }
  const text = ({ from, to }: SyntaxNode) => query.slice(from, to);
  const matchers = (vector.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []).map((matcher) => {
    const [label, operator, literal] = ['LabelName', 'MatchOp', 'StringLiteral'].map((name) => matcher.getChild(name));
    return {
      label: label ? text(label) : '',
      operator: operator ? text(operator) : '',
      literal: literal ? text(literal) : '',
    };
  });
  return { selector: text(vector), metric: text(metric), matchers };
}

const PATH_TO_MATRIX = ['AggregateExpr', 'FunctionCallBody', 'FunctionCall', 'FunctionCallBody', 'MatrixSelector'];

function childrenAlong(node: SyntaxNode, path: readonly string[]): SyntaxNode | null {
  return path.reduce<SyntaxNode | null>((parent, name) => parent?.getChild(name) ?? null, node);
}

/** The tree says nothing of modifiers and quoted labels that stand beside its path, so the text itself is compared. */
function isWholeText(query: string, { from, to }: SyntaxNode): boolean {
  const around = `${query.slice(0, from)}${query.slice(to)}`.replace(/\s/g, '');
  return around === 'sum(increase([1h]))' && !/\{[^}]*"\s*(=|!)/.test(query.slice(from, to));
}
