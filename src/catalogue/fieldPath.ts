/** Where a field is in a document: keys of mappings and 0-based indexes of lists. */
export type FieldPath = ReadonlyArray<string | number>;

/** `spec.objectives[0].target`; keys that are no plain names are quoted: `metadata.annotations["a/b"]`. */
export function pathText(path: FieldPath): string {
  return path.map(segmentText).join('').replace(/^\./, '');
}

function segmentText(segment: string | number): string {
  if (typeof segment === 'number') {
    return `[${segment}]`;
  }
  return /^[A-Za-z_][\w-]*$/.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
}

/** The value at a path of plain data; undefined where there is none. */
export function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((current, segment) => {
    if (Array.isArray(current)) {
      return typeof segment === 'number' ? current[segment] : undefined;
    }
    return isMapping(current) && Object.hasOwn(current, segment) ? current[segment] : undefined;
  }, value);
}

/** A copy of plain data without the key or item at `path`. */
export function withoutField(value: unknown, path: FieldPath): unknown {
  const [first, ...rest] = path;
  if (first === undefined) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === first ? withoutField(item, rest) : item));
  }
  if (!isMapping(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (key !== first) {
        return [[key, inner]];
      }
      return rest.length === 0 ? [] : [[key, withoutField(inner, rest)]];
    })
  );
}

/** A YAML mapping as plain data. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
