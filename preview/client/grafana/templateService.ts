import type { ScopedVar, ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import { formatVariable, type Format, type FormattedVariable } from './variableFormats';

/** `$name`, `[[name]]`, `[[name:format]]`, `${name}`, `${name.path}`, `${name:format}` */
const REFERENCE = /\$(\w+)|\[\[(\w+)(?::(\w+))?\]\]|\$\{(\w+)(?:\.([^:{}]+))?(?::([^{}]+))?\}/g;

/** The variables of the open dashboard, put into texts as Grafana's template service does. */
export class TemplateService implements TemplateSrv {
  private variables: ReadonlyMap<string, FormattedVariable> = new Map();

  setVariables(variables: readonly FormattedVariable[]): void {
    this.variables = new Map(variables.map((variable) => [variable.name, variable]));
  }

  /** Panels hand the range over with each text, see `rangeVariables`. */
  updateTimeRange(): void {}

  /** Unknown variables are left as they are. */
  replace(target = '', scopedVars: ScopedVars = {}, format?: Format | Function): string {
    if (!target.includes('$') && !target.includes('[[')) {
      return target;
    }
    return target.replace(REFERENCE, (found, plain, bracketed, bracketFormat, braced, path, bracedFormat) => {
      const name: string = plain ?? bracketed ?? braced;
      const written = this.write(name, path, bracketFormat ?? bracedFormat ?? asFormat(format), scopedVars);
      return written ?? found;
    });
  }

  containsTemplate(target = ''): boolean {
    return target.search(REFERENCE) >= 0;
  }

  /** Only the editors of queries ask, and the preview has none. */
  getVariables(): [] {
    return [];
  }

  private write(name: string, path: string | undefined, format: Format, scopedVars: ScopedVars): string | undefined {
    const scoped = Object.hasOwn(scopedVars, name) ? scopedVars[name] : undefined;
    if (scoped) {
      const variable = fromScoped(name, scoped, path);
      return variable && formatVariable(variable, format);
    }
    if (name === '__all_variables') {
      return [...this.variables.values()]
        .map((variable) => formatVariable(variable, 'queryparam'))
        .filter((text) => text !== '')
        .join('&');
    }
    const variable = this.variables.get(name);
    return variable && formatVariable(variable, format);
  }
}

function asFormat(format: Format | Function): Format {
  return typeof format === 'function' ? (value, variable) => String(format(value, variable)) : format;
}

function fromScoped(name: string, { value, text }: ScopedVar, path: string | undefined): FormattedVariable | undefined {
  const found: unknown = path === undefined ? value : valueAt(value, path.split('.'));
  if (found === undefined || found === null) {
    return undefined;
  }
  const texts = Array.isArray(found) ? found.map(String) : String(found);
  return { name, value: texts, text: path === undefined ? String(text ?? texts) : texts, inLinks: [texts].flat() };
}

function valueAt(value: unknown, [key, ...rest]: string[]): unknown {
  if (key === undefined) {
    return value;
  }
  return typeof value === 'object' && value !== null ? valueAt(Reflect.get(value, key), rest) : undefined;
}
