/** A varchar literal; nothing in the text can end it. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Texts as the right side of IN; there must be one at least. */
export function textList(texts: readonly string[]): string {
  return `(${texts.map(textLiteral).join(', ')})`;
}

/** An instant of epoch milliseconds, whatever the session's time zone. */
export function instantLiteral(ms: number): string {
  return `TIMESTAMP '${new Date(ms).toISOString().replace('T', ' ').replace('Z', ' UTC')}'`;
}

/** A column's name as SQL takes it, even where it is a reserved word such as `end`. */
export function columnIdentifier(name: string): string {
  return name.startsWith('"') ? name : `"${name}"`;
}

/** The parts of catalog.schema.table, without quotes. */
export function tableParts(table: string): string[] {
  return (table.match(/"[^"]+"|[^."]+/g) ?? []).map((part) => part.replaceAll('"', ''));
}

/** A table's name as SQL takes it, even where a part of it is a reserved word such as `order`. */
export function tableIdentifier(table: string): string {
  return tableParts(table).map(columnIdentifier).join('.');
}
