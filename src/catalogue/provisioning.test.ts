import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changed, documents, SERVICE, SLO, SLI, DATA_SOURCE } from './exampleCatalogue.fixture';
import { parseCatalogue } from './parseCatalogue';

/**
 * What Grafana does to every string of a provisioned data source: `$$` is a literal dollar; in between, `${NAME}`,
 * `$__env{NAME}` and `$__file{path}` are expanded (pkg/setting/expanders.go), and then, in their results too, `$NAME`
 * and `${NAME}` (pkg/services/provisioning/values/values.go, os.ExpandEnv).
 */
function expandedByGrafana(
  value: string,
  files: Record<string, string>,
  variables: Record<string, string> = {}
): string {
  return value
    .split('$$')
    .map((part) => expandVariables(expandFiles(expandNamed(part, variables), files), variables))
    .join('$');
}

function expandNamed(text: string, variables: Record<string, string>): string {
  return text.replace(/\$(|__env)\{([^}]+)\}/g, (_, __, name: string) => variables[name] ?? '');
}

function expandFiles(text: string, files: Record<string, string>): string {
  return text.replace(/\$__file\{([^}]+)\}/g, (_, path: string) => files[path].trim());
}

/** Go's os.Expand: `${…}`, a name of letters, digits and underscores, or one special character. */
function expandVariables(text: string, variables: Record<string, string>): string {
  return text.replace(
    /\$(?:\{([^}]*)\}|([A-Za-z_][A-Za-z0-9_]*)|([*#$@!?\-0-9]))/g,
    (_, braced?: string, name?: string, special?: string) => variables[braced ?? name ?? special ?? ''] ?? ''
  );
}

const shipped = readFileSync(join(__dirname, 'oso.yaml'), 'utf8');

describe('the shipped catalogue, provisioned in Grafana', () => {
  const read = parseCatalogue(shipped);

  it('gives the same objectives inline', () => {
    expect(parseCatalogue(expandedByGrafana(shipped, {}))).toEqual(read);
  });

  it('gives the same objectives as a $__file, whose text Grafana expands as well', () => {
    const expanded = expandedByGrafana('$__file{/etc/grafana/oso.yaml}', { '/etc/grafana/oso.yaml': shipped });
    expect(parseCatalogue(expanded)).toEqual(read);
  });
});

describe("a catalogue with one of Grafana's variables", () => {
  const withVariable = (variable: string) =>
    documents(
      SERVICE,
      DATA_SOURCE,
      changed(SLI, 'total{code!~"5.."}[{{.window}}]', `total{code!~"5.."}[${variable}]`),
      SLO
    );

  it.each(['$__interval', '${__rate_interval}'])('reports why its range is empty: %s', (variable) => {
    for (const expanded of [
      expandedByGrafana(withVariable(variable), {}),
      expandedByGrafana('$__file{own.yaml}', { 'own.yaml': withVariable(variable) }),
    ]) {
      const [problem] = parseCatalogue(expanded).problems;
      expect(problem.path).toBe('spec.ratioMetric.good.metricSource.spec.query');
      expect(problem.message).toMatch(
        /empty range, probably a variable .* that Grafana emptied, expected \{\{\.window\}\}/
      );
    }
  });

  it('reports the variable itself when nothing expanded it, or when it was escaped', () => {
    for (const text of [withVariable('$__interval'), expandedByGrafana(withVariable('$$__interval'), {})]) {
      expect(parseCatalogue(text).problems[0].message).toMatch(
        /found Grafana's variable \$__interval, expected \{\{\.window\}\}/
      );
    }
  });
});

describe('a dollar sign that is meant', () => {
  const query = (dollars: string) => `label_replace(x, "a", "${dollars}1", "b", "api$")`;

  it('is written twice in the provisioning file', () => {
    expect(expandedByGrafana(query('$$'), {})).toBe(query('$'));
  });

  it('is lost in a $__file however often it is written, but for one before a quote', () => {
    for (const dollars of ['$', '$$']) {
      const expanded = expandedByGrafana('$__file{own.yaml}', { 'own.yaml': query(dollars) });
      expect(expanded).not.toContain('$1');
      expect(expanded).toContain('"api$"');
    }
  });
});
