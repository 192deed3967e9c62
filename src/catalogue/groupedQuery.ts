import { parser } from '@prometheus-io/lezer-promql';
import { callsOf, countedPieces } from './countedQuery';
import { labelName, nameIn } from './promqlName';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** Distinguishes the sums that a sum or difference is made of, so that a value which only one of them has is not lost. */
const PART_LABEL = 'error_budget_part';

/** A query grouped by a label, and the same with counters instead of their increases, where it counts nothing else. */
export interface GroupedQuery {
  query: string;
  /** As `countedPieces`. */
  counted?: string[];
}

/**
 * A PromQL template grouped by a label, as the vector that has to be summed by it: `sum(increase(x[{{.window}}]))` becomes
 * `sum by (code) (increase(…))`, whatever it is grouped by itself, and a series without aggregation is summed by the label. Of sums
 * and differences of sums, each is labelled. Summed over all values of the label it equals the template. Undefined for everything
 * else: what a group is of a product, or of the difference of vectors that keep labels, depends on labels that the text does not show.
 *
 * @param label Any name; it is quoted where PromQL wants it.
 */
export function groupedQuery(template: string, label: string): GroupedQuery | undefined {
  // The same length, so that positions hold.
  const parsed = template.replace(/\{\{\s*\.window\s*\}\}/g, (token) => '1h'.padStart(token.length, '0'));
  const whole = parser.parse(parsed).topNode.firstChild;
  if (!whole || parsed.slice(0, whole.from).trim() !== '' || parsed.slice(whole.to).trim() !== '') {
    return undefined;
  }
  const text = ({ from, to }: SyntaxNode) => template.slice(from, to);
  const parts = partsOf(whole);
  if (!parts) {
    return undefined;
  }
  const [only] = parts;
  const query =
    parts.length === 1 && !only.isSubtracted
      ? only.query
      : parts
          .map((part, i) => {
            const signed = part.isSubtracted ? `-1 * ${part.query}` : part.query;
            return `label_replace(${signed}, "${PART_LABEL}", "${i}", "", "")`;
          })
          .join(' or ');
  const counted = groupedPieces(template, query);
  return counted === undefined ? { query } : { query, counted };

  /** The sums that the query adds and subtracts; undefined where it is something else. */
  function partsOf(node: SyntaxNode): Part[] | undefined {
    switch (node.name) {
      case 'ParenExpr': {
        const inner = innerOf(node);
        return inner ? partsOf(inner) : undefined;
      }
      case 'BinaryExpr': {
        const [left, right] = [node.firstChild, node.lastChild];
        if (!left || !right) {
          return undefined;
        }
        if (node.getChild('Or')) {
          return isZero(right) ? partsOf(left) : undefined;
        }
        const isDifference = node.getChild('Sub') !== null;
        const isSum = (isDifference || node.getChild('Add') !== null) && isOneNumber(left) && isOneNumber(right);
        const [plus, other] = isSum ? [partsOf(left), partsOf(right)] : [];
        const turned = other?.map((part) => (isDifference ? { ...part, isSubtracted: !part.isSubtracted } : part));
        return plus && turned ? [...plus, ...turned] : undefined;
      }
      default: {
        const query = grouped(node);
        return query === undefined ? undefined : [{ query, isSubtracted: false }];
      }
    }
  }

  function innerOf(paren: SyntaxNode): SyntaxNode | null {
    const inner = paren.firstChild;
    return inner && inner.nextSibling === null ? inner : null;
  }

  /** `vector(0)`, in parentheses or not. */
  function isZero(node: SyntaxNode): boolean {
    return /^vector0(\.0*)?$/.test(text(node).replace(/[\s()]/g, ''));
  }

  /** True for what always is one number without labels, so that two of them can be added: what is missing is 0. */
  function isOneNumber(node: SyntaxNode): boolean {
    switch (node.name) {
      case 'ParenExpr': {
        const inner = innerOf(node);
        return inner !== null && isOneNumber(inner);
      }
      case 'BinaryExpr': {
        const [left, right] = [node.firstChild, node.lastChild];
        return node.getChild('Or')
          ? left !== null && right !== null && isZero(right) && hasNoLabels(left)
          : left !== null && right !== null && isOneNumber(left) && isOneNumber(right);
      }
      default:
        return false;
    }
  }

  function hasNoLabels(node: SyntaxNode): boolean {
    switch (node.name) {
      case 'ParenExpr': {
        const inner = innerOf(node);
        return inner !== null && hasNoLabels(inner);
      }
      case 'AggregateExpr':
        return !node.getChild('AggregateModifier');
      case 'FunctionCall': {
        const [name, body] = [node.getChild('FunctionIdentifier'), node.getChild('FunctionCallBody')];
        const only = body?.firstChild;
        return name !== null && ADDITIVE.has(text(name)) && only?.nextSibling === null && hasNoLabels(only);
      }
      default:
        return isOneNumber(node);
    }
  }

  function grouped(node: SyntaxNode): string | undefined {
    switch (node.name) {
      case 'AggregateExpr': {
        const body = node.getChild('FunctionCallBody');
        const isSum = node.getChild('AggregateOp')?.firstChild?.name === 'Sum';
        return body && isSum && !losesLabel(body) ? `sum by (${labelName(label)}) ${text(body)}` : undefined;
      }
      case 'FunctionCall': {
        const [name, body] = [node.getChild('FunctionIdentifier'), node.getChild('FunctionCallBody')];
        if (!name || !body) {
          return undefined;
        }
        if (!losesLabel(body)) {
          return `sum by (${labelName(label)}) (${text(node)})`;
        }
        // The count of a sum of histograms is the sum of their counts; of other functions this is not so.
        const only = ADDITIVE.has(text(name)) && body.firstChild?.nextSibling === null ? body.firstChild : null;
        const inner = only && grouped(only);
        return inner ? `${text(name)}(${inner})` : undefined;
      }
      default:
        return undefined;
    }
  }

  /** Whether an aggregation inside drops the label, which no grouping around it brings back. */
  function losesLabel(node: SyntaxNode): boolean {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if ((child.name === 'AggregateExpr' && !keepsLabel(child)) || losesLabel(child)) {
        return true;
      }
    }
    return false;
  }

  function keepsLabel(aggregation: SyntaxNode): boolean {
    const modifier = aggregation.getChild('AggregateModifier');
    const labels = modifier?.getChild('GroupingLabels');
    const names = ['LabelName', 'QuotedLabelName'].flatMap((kind) => labels?.getChildren(kind) ?? []);
    const isNamed = names.some((name) => nameIn(text(name)) === label);
    return modifier?.getChild('Without') ? !isNamed : isNamed;
  }
}

const ADDITIVE: ReadonlySet<string> = new Set(['histogram_count', 'histogram_sum']);

interface Part {
  query: string;
  isSubtracted: boolean;
}

/** As `countedPieces`, for the grouped query; undefined where the template itself has none. */
function groupedPieces(template: string, grouped: string): string[] | undefined {
  if (countedPieces(template) === undefined) {
    return undefined;
  }
  const pieces: string[] = [];
  let from = 0;
  for (const call of callsOf(template)) {
    const text = template.slice(call.from, call.to);
    const at = grouped.indexOf(text, from);
    pieces.push(grouped.slice(from, at), call.selector);
    from = at + text.length;
  }
  return [...pieces, grouped.slice(from)];
}
