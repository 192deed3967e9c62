import { ATTRIBUTES, type Attribute, KEYWORD_VALUES, KEYWORDS } from './attributes';
import { expectedAttribute, expectedOperand, expectedOperator, expectedValue } from './expectations';
import type { Depth, Selection, Term } from './selection';
import { SelectionSyntaxError } from './selectionSyntaxError';
import { type Token, tokenAt } from './tokens';

// Deeper nesting is no selection that a person wrote, and every level costs stack.
const MAX_NESTING = 200;

/** Reads Dagster's asset-selection syntax with Dagster's precedence: not, then and, then or. Throws a SelectionSyntaxError. */
export function parseSelection(text: string): Selection {
  return new SelectionParser(text).parse();
}

class SelectionParser {
  private token: Token;
  /** The last value, where it stood without quotes: what follows without a space was meant as part of it. */
  private unquoted: Token | undefined;
  /** Brackets now open. */
  private readonly open: Token[] = [];
  private nesting = 0;

  constructor(private readonly text: string) {
    this.token = tokenAt(text, 0);
  }

  parse(): Selection {
    if (this.isAtEnd()) {
      throw this.error('a selection, such as tag:core, or * for all assets that can be materialized');
    }
    const selection = this.parseOr();
    if (!this.isAtEnd()) {
      throw this.unexpectedAfterOperand();
    }
    return selection;
  }

  private parseOr(): Selection {
    return this.parseOperands('or', () => this.parseOperands('and', () => this.parseOperand()));
  }

  private parseOperands(type: 'and' | 'or', parseOne: () => Selection): Selection {
    const operands = [parseOne()];
    while (this.takeWord(type)) {
      operands.push(parseOne());
    }
    return operands.length === 1 ? operands[0] : { type, operands };
  }

  private parseOperand(): Selection {
    this.nesting += 1;
    if (this.nesting > MAX_NESTING) {
      throw this.error(`at most ${MAX_NESTING} levels of brackets and nots`);
    }
    const operand = this.parseNegation() ?? this.parseTraversal();
    this.nesting -= 1;
    return operand;
  }

  private parseNegation(): Selection | undefined {
    if (this.takeWord('not')) {
      return { type: 'not', operand: this.parseOperand() };
    }
    return this.takeSymbol('*') ? { type: 'all' } : undefined;
  }

  private parseTraversal(): Selection {
    const upstream = this.parseUpstream();
    const of = this.parsePrimary();
    const downstream = this.parseDownstream();
    if (upstream === undefined && downstream === undefined) {
      return of;
    }
    return {
      type: 'traversal',
      of,
      ...(upstream !== undefined && { upstream }),
      ...(downstream !== undefined && { downstream }),
    };
  }

  private parseUpstream(): Depth | undefined {
    const depth = this.takeDigits();
    if (this.takeSymbol('+')) {
      return depth ?? 'unlimited';
    }
    if (depth !== undefined) {
      throw this.error('"+" after a number of steps, such as 1+key:a');
    }
    return undefined;
  }

  private parseDownstream(): Depth | undefined {
    return this.takeSymbol('+') ? (this.takeDigits() ?? 'unlimited') : undefined;
  }

  private parsePrimary(): Selection {
    if (this.isSymbol('(')) {
      return this.parseBrackets();
    }
    const name = this.token;
    if (name.type !== 'word') {
      throw this.error(expectedOperand(this.text, name));
    }
    const next = tokenAt(this.text, name.offset + name.text.length);
    if (name.text === 'sinks' || name.text === 'roots') {
      this.advance();
      return { type: name.text, of: this.parseBrackets() };
    }
    if (next.text !== ':') {
      throw this.error(expectedOperand(this.text, name));
    }
    const attribute = ATTRIBUTES.find((known) => known === name.text);
    if (attribute === undefined) {
      throw this.error(expectedAttribute(name.text), { ...name, text: `${name.text}:` });
    }
    this.advance();
    this.advance();
    return this.parseTerm(attribute);
  }

  private parseBrackets(): Selection {
    const bracket = this.token;
    if (!this.takeSymbol('(')) {
      throw this.error('"(", as in roots(tag:core)');
    }
    this.open.push(bracket);
    const selection = this.parseOr();
    if (!this.takeSymbol(')')) {
      throw this.unexpectedAfterOperand();
    }
    this.open.pop();
    return selection;
  }

  private parseTerm(attribute: Attribute): Term {
    switch (attribute) {
      case 'key':
        return { type: 'key', pattern: this.parseKey() };
      case 'key_substring':
        return { type: 'keySubstring', part: this.parseText('a part of a key, in quotes') };
      case 'tag':
        return this.parseTag();
      case 'is':
        return this.parseIs();
      case 'partitions':
        return this.parsePartitions();
      default:
        return { type: attribute, value: this.parseValue() };
    }
  }

  private parseTag(): Term {
    const key = this.parseText("a tag's name: <null> is none");
    return { type: 'tag', key, value: this.takeSymbol('=') ? (this.parseValue() ?? '') : '' };
  }

  private parseIs(): Term {
    const value = this.token;
    const text = this.parseValue();
    if (text !== 'external' && text !== 'materializable') {
      throw this.error('external or materializable', value);
    }
    return { type: 'is', value: text };
  }

  private parsePartitions(): Term {
    const value = this.token;
    const text = this.parseValue();
    if (text !== null && text !== 'none') {
      throw this.error(
        'partitions:none or not partitions:none, because scopes know whether an asset is partitioned and not how',
        value
      );
    }
    return { type: 'unpartitioned' };
  }

  private parseText(expected: string): string {
    const token = this.token;
    const text = this.parseValue();
    if (text === null) {
      throw this.error(expected, token);
    }
    return text;
  }

  private parseKey(): string {
    const { type, text } = this.token;
    if (type !== 'quoted' && type !== 'wildcard' && (type !== 'word' || KEYWORDS.has(text))) {
      throw this.error(expectedValue(this.text, this.token));
    }
    return this.takeValue();
  }

  private parseValue(): string | null {
    const { type, text } = this.token;
    if (type === 'null') {
      this.advance();
      return null;
    }
    if (type !== 'quoted' && (type !== 'word' || (KEYWORDS.has(text) && !KEYWORD_VALUES.has(text)))) {
      throw this.error(expectedValue(this.text, this.token));
    }
    return this.takeValue();
  }

  private takeValue(): string {
    const value = this.token;
    this.advance();
    if (value.type === 'quoted') {
      return value.text.slice(1, -1);
    }
    this.unquoted = value;
    return value.text;
  }

  private takeDigits(): number | undefined {
    const { type, text } = this.token;
    if (type !== 'digits') {
      return undefined;
    }
    this.advance();
    return Number(text);
  }

  private takeSymbol(symbol: string): boolean {
    const found = this.isSymbol(symbol);
    if (found) {
      this.advance();
    }
    return found;
  }

  private isAtEnd(): boolean {
    return this.token.type === 'end';
  }

  private isSymbol(symbol: string): boolean {
    return this.token.type === 'symbol' && this.token.text === symbol;
  }

  private takeWord(word: string): boolean {
    const found = this.token.text === word || this.token.text === word.toUpperCase();
    if (found) {
      this.advance();
    }
    return found;
  }

  private advance(): void {
    this.unquoted = undefined;
    this.token = tokenAt(this.text, this.token.offset + this.token.text.length);
  }

  private unexpectedAfterOperand(): SelectionSyntaxError {
    return this.error(expectedOperator(this.text, this.token, this.unquoted, this.open.at(-1)));
  }

  private error(expected: string, token: Token = this.token): SelectionSyntaxError {
    return new SelectionSyntaxError(token.offset, foundText(token), expected);
  }
}

function foundText({ type, text }: Token): string {
  if (type === 'end') {
    return 'the end';
  }
  return text.startsWith('"') ? text : `"${text}"`;
}
