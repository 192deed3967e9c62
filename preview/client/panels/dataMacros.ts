import {
  formattedValueToString,
  formatLabels,
  getRawDisplayProcessor,
  getFieldDisplayName,
  getFieldDisplayValuesProxy,
  getTimeField,
  type DisplayValue,
  type Field,
  type InterpolateFunction,
  type ScopedVars,
} from '@grafana/data';

type DataContext = NonNullable<ScopedVars['__dataContext']>['value'];

/** `${__data.fields["Objective id"]}`, `${__value.text}`, `${__field.labels.objective}`, `${__series.name}`, each with an optional format. */
const MACRO = /\$\{__(data|value|field|series)((?:\.[^.[\]:}]+|\["[^"]*"\]|\['[^']*'\]|\[\d+\])*)(?::(\w+))?\}/g;

const SEGMENT = /\.([^.[\]:}]+)|\["([^"]*)"\]|\['([^']*)'\]|\[(\d+)\]/g;

/**
 * Adds the expressions that read the data of a panel to a dashboard's variables, as Grafana does. An expression whose
 * row, field or value is not known (yet) stays as it is: display names are expanded once for a field and again for a row.
 */
export function withDataMacros(replaceVariables: InterpolateFunction): InterpolateFunction {
  return (text, scopedVars, format) => replaceVariables(expandMacros(text, scopedVars, format), scopedVars, format);
}

function expandMacros(text: string, scopedVars?: ScopedVars, format?: string | Function): string {
  const context = scopedVars?.__dataContext?.value;
  if (!context || !text.includes('${__')) {
    return text;
  }
  return text.replace(MACRO, (expression, macro: string, path: string, ownFormat?: string) => {
    const value = valueOf(macro, segmentsOf(path), context);
    return value === undefined ? expression : encode(value, ownFormat ?? format);
  });
}

function segmentsOf(path: string): string[] {
  return [...path.matchAll(SEGMENT)].map(([, plain, double, single, index]) => plain ?? double ?? single ?? index);
}

function valueOf(macro: string, path: string[], context: DataContext): string | undefined {
  switch (macro) {
    case 'data':
      return fromRow(path, context);
    case 'value':
      return fromValue(path[0], context);
    case 'field':
      return fromField(path, context);
    default:
      return context.frame.name ?? getFieldDisplayName(context.field, context.frame, context.data);
  }
}

function fromRow([kind, name, property]: string[], { frame, rowIndex }: DataContext): string | undefined {
  if (kind !== 'fields' || name === undefined || rowIndex === undefined) {
    return undefined;
  }
  const value: DisplayValue | undefined = getFieldDisplayValuesProxy({ frame, rowIndex })[name];
  if (!value) {
    return '';
  }
  return property === 'numeric' ? String(value.numeric) : formattedValueToString(value);
}

function fromValue(property: string | undefined, context: DataContext): string | undefined {
  const { field, frame, rowIndex, calculatedValue } = context;
  if (rowIndex === undefined && !calculatedValue) {
    return undefined;
  }
  const raw = rowIndex === undefined ? calculatedValue?.numeric : field.values[rowIndex];
  const shown = calculatedValue ?? displayOf(field)(raw);
  switch (property) {
    case 'text':
      return formattedValueToString(shown);
    case 'numeric':
      return String(shown.numeric);
    case 'time':
      return rowIndex === undefined ? undefined : String(getTimeField(frame).timeField?.values[rowIndex] ?? '');
    default:
      return String(raw ?? '');
  }
}

function fromField([property, label]: string[], { field, frame, data }: DataContext): string | undefined {
  if (property === 'labels') {
    return label === undefined ? formatLabels(field.labels ?? {}) : (field.labels?.[label] ?? '');
  }
  return property === 'name' ? field.name : getFieldDisplayName(field, frame, data);
}

function displayOf(field: Field) {
  return field.display ?? getRawDisplayProcessor();
}

/** Of Grafana's formats those that links apply; the value of one cell reads the same in all others. */
function encode(value: string, format?: string | Function): string {
  switch (format) {
    case 'uriencode':
      return percentEncodeRest(encodeURI(value));
    case 'percentencode':
      return percentEncodeRest(encodeURIComponent(value));
    default:
      return value;
  }
}

function percentEncodeRest(text: string): string {
  return text.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
