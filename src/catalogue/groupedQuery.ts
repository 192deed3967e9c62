import { parser } from '@prometheus-io/lezer-promql';
import { labelName, nameIn } from './promqlName';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/**
 * A PromQL template told apart by a label: `sum(increase(x[{{.window}}]))` becomes `sum by (code) (increase(…))`, and a
 * series without aggregation is summed by the label. Summed again over the label it is what it was. Undefined for everything
 * else, arithmetic above all: what a group of a difference is depends on labels that the text does not show.
 *
 * @param label Any name; it is quoted where PromQL wants it.
 */
export function groupedQuery(template: string, label: string): string | undefined {
  // The same length, so that positions hold.
  const parsed = template.replace(/\{\{\s*\.window\s*\}\}/g, (token) => '1h'.padStart(token.length, '0'));
  const whole = parser.parse(parsed).topNode.firstChild;
  if (!whole || parsed.slice(0, whole.from).trim() !== '' || parsed.slice(whole.to).trim() !== '') {
    return undefined;
  }
  const text = ({ from, to }: SyntaxNode) => template.slice(from, to);
  return grouped(whole);

  function grouped(node: SyntaxNode): string | undefined {
    switch (node.name) {
      case 'AggregateExpr': {
        const body = node.getChild('FunctionCallBody');
        const isPlainSum =
          node.getChild('AggregateOp')?.firstChild?.name === 'Sum' && !node.getChild('AggregateModifier');
        return body && isPlainSum && !losesLabel(body) ? `sum by (${labelName(label)}) ${text(body)}` : undefined;
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
