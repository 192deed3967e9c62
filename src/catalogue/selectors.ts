import { forEachNode, type SyntaxNode } from './promql';

/** A vector selector of a query: which series it asks for. */
export interface Selector {
  /** As written in the query, without range and modifiers. */
  text: string;
  /** Absent where the name is a pattern or not given. */
  metric?: string;
  /** Matchers of the name, where it is a pattern. */
  names?: LabelMatcher[];
  /** Those of the name left out. */
  matchers: LabelMatcher[];
}

export interface LabelMatcher {
  label: string;
  operator: '=' | '!=' | '=~' | '!~';
  /** What the string literal says. */
  value: string;
}

const METRIC_LABEL = '__name__';

/** The vector selectors of a PromQL template, each text once, in the order of the query. */
export function selectorsOf(template: string): Selector[] {
  const selectors = new Map<string, Selector>();
  forEachNode(template, (node) => {
    if (node.name === 'VectorSelector') {
      const selector = readSelector(node, template);
      selectors.set(selector.text, selector);
    }
  });
  return [...selectors.values()];
}

function readSelector(node: SyntaxNode, template: string): Selector {
  const text = ({ from, to }: SyntaxNode) => template.slice(from, to);
  const inBraces = node.getChild('LabelMatchers');
  const matchers = [
    ...(inBraces?.getChildren('UnquotedLabelMatcher') ?? []),
    ...(inBraces?.getChildren('QuotedLabelMatcher') ?? []),
  ].flatMap((matcher): LabelMatcher[] => {
    const label = matcher.getChild('LabelName') ?? matcher.getChild('QuotedLabelName');
    const [operator, literal] = [matcher.getChild('MatchOp'), matcher.getChild('StringLiteral')];
    return label && operator && literal
      ? [{ label: unquoted(text(label)), operator: operatorOf(text(operator)), value: unquoted(text(literal)) }]
      : [];
  });
  const name = node.getChild('Identifier') ?? inBraces?.getChild('QuotedLabelName');
  const metric = name
    ? unquoted(text(name))
    : matchers.find(({ label, operator }) => label === METRIC_LABEL && operator === '=')?.value;
  const names = metric === undefined ? matchers.filter(({ label }) => label === METRIC_LABEL) : [];
  return {
    text: text(node),
    ...(metric === undefined ? {} : { metric }),
    ...(names.length === 0 ? {} : { names }),
    matchers: matchers.filter(({ label }) => label !== METRIC_LABEL),
  };
}

function operatorOf(text: string): LabelMatcher['operator'] {
  return text === '!=' || text === '=~' || text === '!~' ? text : '=';
}

/** What a string literal of PromQL says; a text without quotes is what it is. */
function unquoted(literal: string): string {
  const quote = literal[0];
  if (quote === '`') {
    return literal.slice(1, -1);
  }
  return quote === '"' || quote === "'"
    ? literal.slice(1, -1).replace(/\\(.)/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped)
    : literal;
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r' };
