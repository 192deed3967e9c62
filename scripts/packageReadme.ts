import type { Problem } from './packageProblem';
import type { PluginFiles } from './packageZip';

const FILE = 'README.md';

// Sentences of the README that Grafana's create-plugin begins a project with.
const TEMPLATE = [
  /grafana data source plugin template/i,
  /this template is a starting point/i,
  /consider adding a/i,
  /FIXME|TODO/,
];

// The shortest page that is of use; Grafana's validator refuses nearly empty ones.
const MIN_CHARACTERS = 500;

/** What the catalogue's reviewers send a README back for. Its text is the plugin's page there, without the repository beside it. */
export function readmeProblems(files: PluginFiles): Problem[] {
  const readme = files.get(FILE);
  if (!readme) {
    return [];
  }
  const text = withoutCode(new TextDecoder().decode(readme));
  return [
    ...TEMPLATE.flatMap((sentence) => sentence.exec(text) ?? []).map((found) => ({
      file: FILE,
      found: `"${found}" is left from the template`,
      remedy: 'say in src/README.md what this plugin does',
    })),
    ...(text.length < MIN_CHARACTERS
      ? [{ file: FILE, found: `it has ${text.length} characters`, remedy: 'say in src/README.md what the plugin does' }]
      : []),
    ...brokenTargets(text, files).map((target) => ({
      file: FILE,
      found: `${target} leads nowhere from the plugin's folder`,
      remedy: 'name a whole https address, a heading of the page or a file of the package in src/README.md',
    })),
    ...(/^#+\s+install/im.test(text)
      ? [{ file: FILE, found: 'a section on installation', remedy: 'leave it out, the catalogue adds its own' }]
      : []),
  ];
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^```[^]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');
}

function brokenTargets(text: string, files: PluginFiles): string[] {
  const anchors = new Set([...text.matchAll(/^#+\s+(.+)$/gm)].map(([, heading]) => anchorOf(heading)));
  const targets = [
    ...[...text.matchAll(/\]\(<?([^)\s>]+)/g)].map(([, target]) => target),
    ...[...text.matchAll(/^\[[^\]]+\]:\s*<?([^\s>]+)/gm)].map(([, target]) => target),
    ...[...text.matchAll(/\b(?:src|href)="([^"]*)"/g)].map(([, target]) => target),
  ];
  return targets.filter(
    (target) =>
      !/^(https|mailto):/.test(target) &&
      !(target.startsWith('#') && anchors.has(target.slice(1))) &&
      !files.has(target.replace(/^\.\//, '').replace(/#.*$/, ''))
  );
}

/** The anchor that GitHub and Grafana give a heading. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/\s/g, '-');
}
