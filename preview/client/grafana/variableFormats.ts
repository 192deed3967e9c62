/** A variable's value as Grafana keeps it; "All" is already the list of what it stands for. */
export interface FormattedVariable {
  name: string;
  value: string | string[];
  text: string | string[];
  /** What a link has to carry: `$__all` for "All". */
  inLinks: string[];
}

export type Format = string | ((value: unknown, variable: { name: string }) => string) | undefined;

/**
 * A value as a format of Grafana writes it, as far as dashboards without query texts need formats: default (glob), csv,
 * json, percentencode, pipe, queryparam, raw, text and uriencode. An unknown format writes as the default does.
 */
export function formatVariable(variable: FormattedVariable, format: Format): string {
  const { name, value, text } = variable;
  const values = [value].flat();
  if (typeof format === 'function') {
    return format(value, { name });
  }
  switch (format) {
    case 'csv':
    case 'raw':
      return values.join(',');
    case 'json':
      return JSON.stringify(value);
    case 'pipe':
      return values.join('|');
    case 'text':
      return [text].flat().join(' + ');
    case 'queryparam':
      return variable.inLinks.map((entry) => `var-${encode(name)}=${encode(entry)}`).join('&');
    case 'percentencode':
      return encode(glob(values));
    case 'uriencode':
      return encodeURI(glob(values));
    default:
      return glob(values);
  }
}

function glob(values: string[]): string {
  return values.length === 1 ? values[0] : values.length === 0 ? '' : `{${values.join(',')}}`;
}

/** As encodeURIComponent, and the characters that RFC 3986 reserves besides, as in Grafana's links. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}
