import type { Depth, Selection, Term } from './selection';

/** A selection in Dagster's syntax: values in quotes, lower case, no bracket that precedence makes needless. */
export function selectionText(selection: Selection): string {
  switch (selection.type) {
    case 'and':
    case 'or':
      return selection.operands.map((operand) => operandText(operand, selection.type)).join(` ${selection.type} `);
    case 'not':
      return `not ${operandText(selection.operand, 'not')}`;
    case 'traversal':
      return `${upstreamText(selection.upstream)}${traversedText(selection.of)}${downstreamText(selection.downstream)}`;
    case 'roots':
    case 'sinks':
      return `${selection.type}(${selectionText(selection.of)})`;
    default:
      return termText(selection);
  }
}

function operandText(operand: Selection, operator: 'not' | 'and' | 'or'): string {
  const needsBrackets = operand.type === 'or' || (operand.type === 'and' && operator !== 'or');
  return needsBrackets ? `(${selectionText(operand)})` : selectionText(operand);
}

function traversedText(of: Selection): string {
  const needsBrackets = ['and', 'or', 'not', 'traversal', 'all'].includes(of.type);
  return needsBrackets ? `(${selectionText(of)})` : selectionText(of);
}

function upstreamText(depth: Depth | undefined): string {
  return depth === undefined ? '' : `${depth === 'unlimited' ? '' : depth}+`;
}

function downstreamText(depth: Depth | undefined): string {
  return depth === undefined ? '' : `+${depth === 'unlimited' ? '' : depth}`;
}

function termText(term: Term): string {
  switch (term.type) {
    case 'all':
      return '*';
    case 'key':
      return `key:"${term.pattern}"`;
    case 'keySubstring':
      return `key_substring:"${term.part}"`;
    case 'tag':
      return term.value === '' ? `tag:"${term.key}"` : `tag:"${term.key}"="${term.value}"`;
    case 'is':
      return `is:${term.value}`;
    case 'unpartitioned':
      return 'partitions:none';
    default:
      return term.value === null ? `${term.type}:<null>` : `${term.type}:"${term.value}"`;
  }
}
