import { parser } from '@prometheus-io/lezer-promql';

/**
 * A PromQL template told apart by a label: `sum(increase(x[{{.window}}]))` becomes `sum by (code) (increase(…))`, and a
 * series without aggregation is summed by the label. Undefined for everything else, arithmetic above all: what a group of a
 * difference is depends on labels that the text does not tell.
 */
export function groupedQuery(template: string, label: string): string | undefined {
  // The same length, so that positions hold.
  const parsed = template.replace(/\{\{\s*\.window\s*\}\}/g, (token) => '1h'.padStart(token.length, '0'));
  const whole = parser.parse(parsed).topNode.firstChild;
  if (!whole || parsed.slice(0, whole.from).trim() !== '' || parsed.slice(whole.to).trim() !== '') {
    return undefined;
  }
  switch (whole.name) {
    case 'AggregateExpr': {
      const body = whole.getChild('FunctionCallBody');
      const isPlainSum =
        whole.getChild('AggregateOp')?.firstChild?.name === 'Sum' && !whole.getChild('AggregateModifier');
      return body && isPlainSum ? `sum by (${label}) ${template.slice(body.from, body.to)}` : undefined;
    }
    case 'FunctionCall':
      return `sum by (${label}) (${template.slice(whole.from, whole.to)})`;
    default:
      return undefined;
  }
}
