export interface Token {
  type: 'word' | 'wildcard' | 'quoted' | 'digits' | 'null' | 'symbol' | 'unknown' | 'end';
  /** As written, quotes included. */
  text: string;
  offset: number;
}

const SPACE = /[ \t\r\n]*/y;

const PATTERNS: Array<[Token['type'], RegExp]> = [
  ['quoted', /"[^"\\\r\n]*"/y],
  ['digits', /[0-9]+/y],
  ['word', /[a-zA-Z_][a-zA-Z0-9_/]*(?![a-zA-Z0-9_*/])/y],
  ['wildcard', /[a-zA-Z_*][a-zA-Z0-9_*/]+/y],
  ['null', /<null>/y],
  ['symbol', /[=*+:(),]/y],
  ['unknown', /"[^\r\n]*|./suy],
];

/** The token at or after an offset, cut as Dagster's lexer cuts it: the longest match, a lone `*` not being a wildcard. */
export function tokenAt(text: string, from: number): Token {
  SPACE.lastIndex = from;
  const offset = from + (SPACE.exec(text)?.[0].length ?? 0);
  for (const [type, pattern] of PATTERNS) {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match !== null) {
      return { type, text: match[0], offset };
    }
  }
  return { type: 'end', text: '', offset };
}
