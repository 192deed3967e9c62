import { z } from 'zod';
import type { Problem } from './packageProblem';
import { readmeProblems } from './packageReadme';
import type { PluginFiles } from './packageZip';

/** What the package must agree with, from package.json, and the folder that it was built in. */
export interface Built {
  name: string;
  version: string;
  folder: string;
}

const REQUIRED = ['module.js', 'module.js.map', 'plugin.json', 'README.md', 'CHANGELOG.md', 'LICENSE'];

const KINDS = [
  /^(plugin\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^[\w-]+\.js(\.map)?$/,
  /^img\/([\w-]+\/)*[\w-]+\.(svg|png)$/,
  /^dashboards\/[\w-]+\.json$/,
];

const TEXT = /(\.(js|map|json|md|svg)|LICENSE)$/;

// What the build replaces in plugin.json and README.md.
const PLACEHOLDER = /%(VERSION|TODAY|PLUGIN_ID)%/;

// Grafana's catalogue takes no other date.
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const pluginJsonSchema = z.object({
  id: z.string(),
  info: z.object({
    version: z.string(),
    updated: z.string(),
    logos: z.object({ small: z.string(), large: z.string() }),
    screenshots: z.array(z.object({ name: z.string().min(1), path: z.string() })).min(1),
  }),
  dependencies: z.object({ grafanaDependency: z.string().min(1) }),
  includes: z.array(z.object({ type: z.literal('dashboard'), name: z.string().min(1), path: z.string() })),
});

type PluginJson = z.infer<typeof pluginJsonSchema>;

/** Everything that is wrong with the built plugin, an empty list when it can be packed. */
export function packageProblems(files: PluginFiles, built: Built): Problem[] {
  return [
    ...contentProblems(files),
    ...sourceMapProblems(files),
    ...leftoverProblems(files, built.folder),
    ...pluginJsonProblems(files, built),
    ...changelogProblems(files, built.version),
    ...readmeProblems(files),
  ];
}

/** The file as text, empty where there is none. */
function textOf(files: PluginFiles, path: string): string {
  return new TextDecoder().decode(files.get(path));
}

function contentProblems(files: PluginFiles): Problem[] {
  const paths = [...files.keys()];
  return [
    ...REQUIRED.filter((path) => !files.get(path)?.length).map((file) => ({
      file,
      found: 'it is missing or empty',
      remedy: 'run npm run build, which copies or writes it',
    })),
    ...paths
      .filter((path) => !KINDS.some((kind) => kind.test(path)))
      .map((file) => ({
        file,
        found: 'no plugin needs a file of this kind',
        remedy: 'keep it out of dist/, or add its kind to scripts/packageChecks.ts',
      })),
  ];
}

function sourceMapProblems(files: PluginFiles): Problem[] {
  return [...files.keys()]
    .filter((path) => path.endsWith('.js') && !files.has(`${path}.map`))
    .map((file) => ({
      file,
      found: `its source map ${file}.map is missing`,
      remedy: 'build with --env production, the reviewers of the catalogue read the sources',
    }));
}

function leftoverProblems(files: PluginFiles, folder: string): Problem[] {
  return [...files.keys()]
    .filter((path) => TEXT.test(path))
    .flatMap((file) => {
      const text = textOf(files, file);
      const placeholder = file.endsWith('.map') ? null : PLACEHOLDER.exec(text);
      return [
        ...(placeholder
          ? [
              {
                file,
                found: `${placeholder[0]} was not replaced`,
                remedy: 'build with npm run build, which replaces it',
              },
            ]
          : []),
        ...(text.includes(`${folder}/`)
          ? [{ file, found: `it names the folder ${folder}`, remedy: 'make the path relative where it is written' }]
          : []),
      ];
    });
}

function pluginJsonProblems(files: PluginFiles, { name, version }: Built): Problem[] {
  const file = 'plugin.json';
  const parsed = pluginJsonSchema.safeParse(parsedJson(textOf(files, file)));
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => ({
      file,
      found: `${issue.path.join('.') || 'the file'}: ${issue.message}`,
      remedy: 'mend src/plugin.json',
    }));
  }
  const { id, info } = parsed.data;
  const disagreements: Array<[boolean, string, string]> = [
    [id !== name, `the id is ${id}, the name in package.json ${name}`, 'make them equal'],
    [info.version !== version, `the version is ${info.version}, in package.json ${version}`, 'build again'],
    [
      !DAY.test(info.updated),
      `updated is "${info.updated}", no day such as 2026-01-31`,
      'write %TODAY% in src/plugin.json',
    ],
  ];
  return [
    ...disagreements.filter(([wrong]) => wrong).map(([, found, remedy]) => ({ file, found, remedy })),
    ...pictureProblems(files, info),
    ...dashboardProblems(files, parsed.data),
  ];
}

function pictureProblems(files: PluginFiles, { logos, screenshots }: PluginJson['info']): Problem[] {
  const named = new Set([logos.small, logos.large, ...screenshots.map(({ path }) => path)]);
  return [...named]
    .filter((path) => !files.get(path)?.length)
    .map((path) => ({
      file: path,
      found: 'plugin.json names it, and it is missing',
      remedy: path.startsWith('img/screenshots/')
        ? `take it with npm run test:browser, which writes src/${path}, and build again`
        : `draw src/${path} and build again`,
    }));
}

function dashboardProblems(files: PluginFiles, { includes }: PluginJson): Problem[] {
  const included = new Set(includes.map(({ path }) => path));
  const bundled = [...files.keys()].filter((path) => path.startsWith('dashboards/'));
  return [
    ...[...included]
      .filter((path) => !files.has(path))
      .map((file) => ({
        file,
        found: 'includes of plugin.json names it, and it is missing',
        remedy: 'generate the dashboards and build again, or take it out of src/plugin.json',
      })),
    ...bundled
      .filter((path) => !included.has(path))
      .map((file) => ({
        file,
        found: 'includes of plugin.json does not name it, so Grafana does not offer it',
        remedy: 'add it to src/plugin.json',
      })),
  ];
}

function changelogProblems(files: PluginFiles, version: string): Problem[] {
  const file = 'CHANGELOG.md';
  const headings = textOf(files, file)
    .split('\n')
    .filter((line) => line.startsWith('## '));
  const named = headings.some((heading) => heading.split(/\s+/).includes(version));
  return named || !files.has(file) ? [] : [{ file, found: `no heading for ${version}`, remedy: `add "## ${version}"` }];
}

/** What the text says, or nothing when it is no JSON. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
