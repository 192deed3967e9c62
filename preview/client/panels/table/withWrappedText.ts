import type { DataFrame, Field } from '@grafana/data';

/** Dashboards for Grafana 12.2 ask for wrapped text among the options of cells; the table of 12.4 asks the field itself. */
export function withWrappedText(frame: DataFrame): DataFrame {
  return { ...frame, fields: frame.fields.map(wrapped) };
}

function wrapped(field: Field): Field {
  const { custom } = field.config;
  const wrapText: unknown = custom?.wrapText ?? custom?.cellOptions?.wrapText;
  return wrapText === undefined ? field : { ...field, config: { ...field.config, custom: { ...custom, wrapText } } };
}
