import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '..');

const FOLDERS = ['.', '.config', 'dashboards', 'docs', 'docs/runbooks', 'src'];
const DOCUMENTS = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
);

const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

const textOf = (document: string) => readFileSync(join(ROOT, document), 'utf8');

function withoutCode(markdown: string): string {
  return markdown.replace(/^```[^]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');
}

/** The anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

function anchorsIn(document: string): string[] {
  const text = textOf(document).replace(/^```[^]*?^```$/gm, '');
  return [...text.matchAll(/^#+\s+(.+)$/gm)].map(([, heading]) => anchorOf(heading));
}

function linksIn(document: string): string[] {
  return [...withoutCode(textOf(document)).matchAll(/\]\(<?([^)\s>]+)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^(https?|mailto):/.test(target));
}

function leadsNowhere(document: string, target: string): boolean {
  const [path, anchor] = target.split('#');
  const file = path === '' ? document : relative(ROOT, join(ROOT, dirname(document), path));
  if (!existsSync(join(ROOT, file))) {
    return true;
  }
  if (anchor === undefined || statSync(join(ROOT, file)).isDirectory()) {
    return anchor !== undefined;
  }
  const line = /^L(\d+)$/.exec(anchor)?.[1];
  return line === undefined ? !anchorsIn(file).includes(anchor) : Number(line) > textOf(file).split('\n').length;
}

describe.each(DOCUMENTS)('%s', (document) => {
  it('links to files, headings and lines that exist', () => {
    expect(linksIn(document).filter((target) => leadsNowhere(document, target))).toEqual([]);
  });

  it('names commands that exist', () => {
    const named = [...textOf(document).matchAll(/\bnpm run (?:--silent )?([\w:]+)/g)].map(([, name]) => name);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('names files of the repository that exist', () => {
    const named = [
      ...textOf(document).matchAll(
        /`((?:src|docs|dashboards|alerting|command|preview|scripts|bench|demo|tests|provisioning|\.config)\/[\w./-]+)`/g
      ),
    ].map(([, path]) => path);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
