import { packageProblems } from './packageChecks';

const BUILT = { name: 'oso-errorbudget-datasource', version: '1.2.3', folder: '/home/somebody/plugin' };

const PLUGIN_JSON = {
  id: 'oso-errorbudget-datasource',
  info: {
    version: '1.2.3',
    updated: '2026-01-31',
    logos: { small: 'img/logo.svg', large: 'img/logo.svg' },
    screenshots: [{ name: 'All objectives', path: 'img/screenshots/overview.png' }],
  },
  dependencies: { grafanaDependency: '>=12.2.0' },
  includes: [{ type: 'dashboard', name: 'Overview', path: 'dashboards/overview.json' }],
};

const README = `# Error Budget\n\n## What it shows\n\n[Shown](#what-it-shows), [changes](CHANGELOG.md), ${'figures '.repeat(80)}`;

const COMPLETE = {
  'module.js': 'define()',
  'module.js.map': '{}',
  '307.js': 'chunk()',
  '307.js.map': '{}',
  'plugin.json': JSON.stringify(PLUGIN_JSON),
  'README.md': README,
  'CHANGELOG.md': '# Changelog\n\n## 1.2.3 (2026-01-31)\n\n- A thing.\n',
  LICENSE: 'Apache License',
  'img/logo.svg': '<svg xmlns="http://www.w3.org/2000/svg" />',
  'img/screenshots/overview.png': 'PNG',
  'dashboards/overview.json': '{}',
};

/** What is wrong with a complete package after some files changed; null takes one away. */
function problemsWith(changes: Record<string, string | null>) {
  const files = Object.entries<string | null>({ ...COMPLETE, ...changes }).flatMap(([path, text]) =>
    text === null ? [] : [[path, new TextEncoder().encode(text)] as const]
  );
  return packageProblems(new Map(files), BUILT).map(({ file, found }) => `${file}: ${found}`);
}

function problemsOfPluginJson(changes: object) {
  return problemsWith({ 'plugin.json': JSON.stringify({ ...PLUGIN_JSON, ...changes }) });
}

const problemsOfInfo = (changes: object) => problemsOfPluginJson({ info: { ...PLUGIN_JSON.info, ...changes } });

const problemsOfReadme = (text: string) => problemsWith({ 'README.md': `${README}\n${text}` });

describe('a package for the catalogue', () => {
  it('is fit when it is complete', () => {
    expect(problemsWith({})).toEqual([]);
  });

  it.each(['module.js', 'plugin.json', 'README.md', 'CHANGELOG.md', 'LICENSE'])('needs %s', (path) => {
    expect(problemsWith({ [path]: null })).toContainEqual(`${path}: it is missing or empty`);
  });

  it('needs the sources of every script', () => {
    expect(problemsWith({ '307.js.map': null })).toEqual(['307.js: its source map 307.js.map is missing']);
  });

  it('holds no file that Grafana has no use for', () => {
    expect(problemsWith({ 'catalogue/oso.compiled.json': '{}', '.env': 'TOKEN=x' })).toEqual([
      'catalogue/oso.compiled.json: no plugin needs a file of this kind',
      '.env: no plugin needs a file of this kind',
    ]);
  });

  it('names no folder of the machine that built it', () => {
    expect(problemsWith({ 'module.js.map': '{"sources":["/home/somebody/plugin/src/module.ts"]}' })).toEqual([
      'module.js.map: it names the folder /home/somebody/plugin',
    ]);
  });

  it('says what is missing and what to do about it', () => {
    const files = Object.entries(COMPLETE).map(([path, text]) => [path, new TextEncoder().encode(text)] as const);
    const withoutPicture = new Map(files.filter(([path]) => !path.endsWith('.png')));

    expect(packageProblems(withoutPicture, BUILT)).toEqual([
      {
        file: 'img/screenshots/overview.png',
        found: 'plugin.json names it, and it is missing',
        remedy: 'take it with npm run test:browser, which writes src/img/screenshots/overview.png, and build again',
      },
    ]);
  });

  it('gives its version once, in the changelog too', () => {
    expect(problemsOfInfo({ version: '1.2.2' })).toEqual(['plugin.json: the version is 1.2.2, in package.json 1.2.3']);
    expect(problemsWith({ 'CHANGELOG.md': '# Changelog\n\n## 1.2.34\n' })).toEqual([
      'CHANGELOG.md: no heading for 1.2.3',
    ]);
  });
});

describe('plugin.json of a package', () => {
  it('has no placeholder left', () => {
    expect(problemsOfInfo({ version: '%VERSION%', updated: '%TODAY%' })).toEqual([
      'plugin.json: %VERSION% was not replaced',
      'plugin.json: the version is %VERSION%, in package.json 1.2.3',
      'plugin.json: updated is "%TODAY%", no day such as 2026-01-31',
    ]);
  });

  it('has the id that the project is named by', () => {
    expect(problemsOfPluginJson({ id: 'oso-errorbudgets-datasource' })).toEqual([
      'plugin.json: the id is oso-errorbudgets-datasource, the name in package.json oso-errorbudget-datasource',
    ]);
  });

  it('shows at least one screenshot', () => {
    expect(problemsOfInfo({ screenshots: [] })).toHaveLength(1);
  });

  it('names logos that exist', () => {
    expect(problemsOfInfo({ logos: { small: 'img/small.svg', large: 'img/logo.svg' } })).toEqual([
      'img/small.svg: plugin.json names it, and it is missing',
    ]);
  });

  it('includes the dashboards that are there, no more and no fewer', () => {
    expect(problemsWith({ 'dashboards/overview.json': null, 'dashboards/sprints.json': '{}' })).toEqual([
      'dashboards/overview.json: includes of plugin.json names it, and it is missing',
      'dashboards/sprints.json: includes of plugin.json does not name it, so Grafana does not offer it',
    ]);
  });

  it('is JSON', () => {
    expect(problemsWith({ 'plugin.json': '{' })).toHaveLength(1);
  });
});

describe('the page of a package in the catalogue', () => {
  it('leads somewhere with every link and picture', () => {
    expect(
      problemsOfReadme('[Doc](docs/frames.md) ![Shot](img/missing.png) [Top](#nowhere) <img src="x.png">')
    ).toEqual([
      "README.md: docs/frames.md leads nowhere from the plugin's folder",
      "README.md: img/missing.png leads nowhere from the plugin's folder",
      "README.md: #nowhere leads nowhere from the plugin's folder",
      "README.md: x.png leads nowhere from the plugin's folder",
    ]);
  });

  it('may show brackets in code', () => {
    expect(problemsOfReadme('```yaml\na: [b](c.md)\n```\nand `[d](e.md)`')).toEqual([]);
  });

  it('is not the template that a project begins with', () => {
    expect(problemsOfReadme('This template is a starting point for building a Data Source Plugin')).toEqual([
      'README.md: "This template is a starting point" is left from the template',
    ]);
  });

  it('says what the plugin does, and leaves the installation to the catalogue', () => {
    expect(problemsWith({ 'README.md': '# Error Budget' })).toEqual(['README.md: it has 14 characters']);
    expect(problemsOfReadme('## Installation\n')).toEqual(['README.md: a section on installation']);
  });
});
