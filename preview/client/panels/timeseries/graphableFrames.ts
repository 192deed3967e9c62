import { FieldType, getFieldDisplayName, type DataFrame, type Field } from '@grafana/data';
import { GraphGradientMode } from '@grafana/schema';

/**
 * The frames that can be drawn over time, with values of their own: Grafana's chart appends to the arrays that it is given
 * when it draws bars. What is not a finite number is a gap. Of series that a reader has chosen in the legend, the others are
 * hidden.
 */
export function graphableFrames(frames: DataFrame[], chosen: ReadonlySet<string> | undefined): DataFrame[] {
  return frames.filter(isGraphable).map((frame) => ({
    ...frame,
    fields: frame.fields.map((field) => graphable(field, frame, frames, chosen)),
  }));
}

function isGraphable({ fields, length }: DataFrame): boolean {
  const types = new Set(fields.map(({ type }) => type));
  return length > 0 && types.has(FieldType.time) && types.has(FieldType.number);
}

function graphable(field: Field, frame: DataFrame, frames: DataFrame[], chosen?: ReadonlySet<string>): Field {
  if (field.type !== FieldType.number) {
    return { ...field, values: field.values.slice() };
  }
  const values = field.values.map((value) => (Number.isFinite(value) ? value : null));
  const custom = { ...field.config.custom };
  if (chosen && !chosen.has(getFieldDisplayName(field, frame, frames))) {
    custom.hideFrom = { ...custom.hideFrom, viz: true };
  }
  // Without any value there is no scale, and a colour along it is an error.
  if (values.every((value) => value === null)) {
    custom.gradientMode = GraphGradientMode.None;
  }
  return { ...field, values, config: { ...field.config, custom } };
}
