import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createSourceFile,
  forEachChild,
  isBinaryExpression,
  isImportDeclaration,
  isJsxText,
  isLiteralTypeNode,
  isStringLiteralLike,
  isTemplateExpression,
  ScriptKind,
  ScriptTarget,
  SyntaxKind,
  type Node,
} from 'typescript';

const ROOT = join(__dirname, '..');

/** What no text that people read may say, and what it says instead. */
const PHRASES: Record<string, string> = {
  'the worst first': '(worst first)',
  'Spent in': 'Time to exhaustion',
  'Complies earliest': 'Earliest compliance',
  'Of the bad': 'Share of failures',
  'Of the budget': 'Share of budget',
  'alerts that fire': 'Firing … alerts',
  'all of it never yet': 'fully observed: not yet',
  'have no recorded past': 'are judged as they are now',
  'query type status shows': 'the table of objectives shows',
  'over budget, nobody': '6 failures, 0.94 allowed; earliest compliance unknown',
};

/** What no native engineer would write on a screen, in an alert or in an error, and what it is instead. */
const WORDS: ReadonlyArray<[pattern: RegExp, instead: string]> = [
  [/\b(nobody|somebody|whoever)\b/i, 'no one, someone, anyone who, or a passive'],
  [/\b(tells?|told)\b/i, 'reports, shows, says'],
  [/\bstands?\b/i, 'is'],
  [/\b(one|a) (row|series|entry|value|line) an?\b/i, 'per'],
  [/\bany more\b/i, 'no longer, no other'],
  [/\bknows? no\b/i, 'does not know'],
  [/\bin vain\b/i, 'timed out, without success'],
  [/\bmend(s|ed)?\b/i, 'fix'],
  [/\bgoes? on\b/i, 'continues, is still happening'],
  [/\bin the place of\b/i, 'instead of'],
  [/\bon a command line\b|\bin the settings\b/i, 'the option and the setting, or neither'],
  [/\bwhat of\b|\bnever yet\b/i, 'which; not yet'],
  [/\bevenly\b|\beven rate\b/i, 'burn rate'],
  [/\bown apart\b|\bsays? of (it|them)sel(f|ves)\b/i, 'without its own; reports'],
  [/\bbad events? over budget\b/i, '6 failures, 0.94 allowed'],
  [/\bratio from the start\b/i, 'raw ratio'],
  [/\bquery type \w+ shows\b/i, 'what a panel is called'],
];

/** Words that are terms: of people's own data, of other programs, or values on which panels filter. */
const TERMS = [
  // A value of the field "Below target".
  'too few to tell',
];

const filesIn = (folder: string, name: RegExp) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file) && !file.includes('node_modules'))
    .map((file) => join(folder, file));

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Dashboards, rules and documents, without the history of changes. */
const PAGES = ['dashboards', 'provisioning', 'docs'].flatMap((folder) => filesIn(folder, /\.(json|md|ya?ml)$/));

/** What is generated from the texts of the code, where their parts come together. */
const GENERATED = ['dashboards', 'provisioning'].flatMap((folder) => filesIn(folder, /\.(json|ya?ml)$/));

const CODE = ['src', 'command', 'alerting', 'dashboards', 'preview']
  .flatMap((folder) => filesIn(folder, /\.tsx?$/))
  .filter((file) => !/\.(test|testing|fixture|generated)\.tsx?$|testdata|\.d\.ts$/.test(file));

/** The texts of a file of code that have several words: literals, templates and text between tags. */
function textsOf(file: string): string[] {
  const kind = file.endsWith('x') ? ScriptKind.TSX : ScriptKind.TS;
  const texts: string[] = [];
  const visit = (node: Node) => {
    const text = textOf(node);
    if (text !== undefined) {
      texts.push(text);
    }
    if (!isImportDeclaration(node) && !isLiteralTypeNode(node) && !isStringLiteralLike(node)) {
      forEachChild(node, visit);
    }
  };
  forEachChild(createSourceFile(file, read(file), ScriptTarget.Latest, false, kind), visit);
  return texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text.includes(' '));
}

/** The text of a literal; of literals that are added, together. */
function textOf(node: Node): string | undefined {
  if (isStringLiteralLike(node) || isJsxText(node)) {
    return node.text;
  }
  if (isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  }
  if (isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left), textOf(node.right)];
    return left === undefined && right === undefined ? undefined : `${left ?? '…'}${right ?? '…'}`;
  }
  return undefined;
}

const withoutTerms = (text: string) => TERMS.reduce((rest, term) => rest.replaceAll(term, ''), text);

describe('what people read', () => {
  it.each(Object.entries(PHRASES))('never says “%s” (but “%s”)', (phrase) => {
    expect(PAGES.length).toBeGreaterThan(30);
    expect(PAGES.filter((file) => read(file).includes(phrase))).toEqual([]);
  });

  const texts = CODE.flatMap((file) => textsOf(file).map((text) => ({ file, text })));

  it('is found in the code', () => {
    const all = texts.map(({ text }) => text);
    expect(all).toContain('Time to exhaustion');
    expect(all.some((text) => text.startsWith('Error budgets of … … at … UTC'))).toBe(true);
    expect(all).toContain('Cannot be measured');
    expect(all.length).toBeGreaterThan(1000);
  });

  it.each(WORDS)('never says %s in the code (but: %s)', (pattern) => {
    expect(
      texts.filter(({ text }) => pattern.test(withoutTerms(text))).map(({ file, text }) => `${file}: ${text}`)
    ).toEqual([]);
  });

  it.each(WORDS)('never says %s in dashboards and rules (but: %s)', (pattern) => {
    const lines = GENERATED.flatMap((file) =>
      read(file)
        .split('\n')
        .map((line) => ({ file, line: withoutTerms(line) }))
    );
    expect(lines.filter(({ line }) => pattern.test(line)).map(({ file, line }) => `${file}: ${line.trim()}`)).toEqual(
      []
    );
  });
});
