import { suggestion } from '../../../catalogue/nearestName';
import { ATTRIBUTES, UNDECIDABLE } from './attributes';
import type { Token } from './tokens';

// What to write instead of a token that does not fit, as phrases without final stop.

const OPERATORS = ['and', 'or', 'not'];
const FUNCTIONS = ['roots', 'sinks'];

/** Instead of a name that no attribute of the asset graph has. */
export function expectedAttribute(name: string): string {
  const reason = UNDECIDABLE.get(name);
  return reason === undefined
    ? `an attribute: ${ATTRIBUTES.join(', ')}${suggestion(name, ATTRIBUTES)}`
    : `an attribute other than ${name}: ${reason}`;
}

/** Instead of a token that begins no operand. */
export function expectedOperand(text: string, token: Token): string {
  switch (token.type) {
    case 'word':
      return expectedInsteadOfWord(text, token);
    case 'wildcard':
      return keyAttribute(token.text);
    case 'quoted':
      return keyAttribute(token.text.slice(1, -1));
    case 'digits':
      return 'the number of steps before "+", as in 1+key:a, or behind it, as in key:a+1';
    default:
      if (token.text === '*') {
        return 'brackets around it: (*)';
      }
      return closingQuote(token) ?? 'an attribute such as tag:core, "(" or "not"';
  }
}

function expectedInsteadOfWord(text: string, token: Token): string {
  const { text: word, offset } = token;
  const [name, value] = writtenFrom(text, token).split(':');
  if (value !== undefined) {
    return expectedAttribute(name);
  }
  const operator = word.toLowerCase();
  if (operator === 'not') {
    return isOperatorWord(word) ? 'brackets around the negation: (not tag:core)' : casesOf(operator);
  }
  if (OPERATORS.includes(operator)) {
    return `a selection before "${operator}"`;
  }
  if (text.startsWith('(', offset + word.length)) {
    return `a function: ${FUNCTIONS.join(', ')}${suggestion(word, FUNCTIONS)}`;
  }
  return keyAttribute(word);
}

function keyAttribute(value: string): string {
  return `an attribute before the value: an asset's key is written key:"${value}"`;
}

/** Instead of a token that is no value. */
export function expectedValue(text: string, token: Token): string {
  if (token.type === 'null') {
    return 'a key, because no asset is without one';
  }
  const written = writtenFrom(text, token).replaceAll("'", '');
  return (
    closingQuote(token) ?? (written === '' ? 'a value, such as core or "deps.dev"' : `quotes around it: "${written}"`)
  );
}

/**
 * Instead of a token that cannot follow an operand.
 *
 * @param unquoted the value right before the token, if it is one without quotes
 * @param bracket the innermost open one
 */
export function expectedOperator(text: string, token: Token, unquoted?: Token, bracket?: Token): string {
  if (unquoted !== undefined && continues(unquoted, token)) {
    return `quotes around a value with such characters: "${writtenFrom(text, unquoted)}"`;
  }
  const word = token.text.toLowerCase();
  if (word === 'not') {
    return '"and" or "or" before it';
  }
  if (OPERATORS.includes(word)) {
    return casesOf(word);
  }
  if (token.text === ')') {
    return 'the end: no bracket is open';
  }
  const end = bracket === undefined ? 'the end' : `")" for the "(" at character ${bracket.offset + 1}`;
  return closingQuote(token) ?? `"and", "or" or ${end}`;
}

/** Whether a token comes right behind a value and looks like a part of it, as in deps.dev or team:data. */
function continues(value: Token, { type, text, offset }: Token): boolean {
  const isPart = text === ':' || (type === 'unknown' && !'"\\\'&|!'.includes(text[0]));
  return isPart && value.offset + value.text.length === offset;
}

function isOperatorWord(word: string): boolean {
  return word === word.toLowerCase() || word === word.toUpperCase();
}

function casesOf(operator: string): string {
  return `"${operator}" or "${operator.toUpperCase()}"`;
}

function closingQuote({ type, text }: Token): string | undefined {
  return type === 'unknown' && text.startsWith('"')
    ? 'a closing quote on the same line, and no backslash before it'
    : undefined;
}

/** What a person wrote in one go: up to white space, a bracket, a quote or an equals sign. */
function writtenFrom(text: string, { offset }: Token): string {
  return /^[^\s()"=]*/.exec(text.slice(offset))?.[0] ?? '';
}
