/** A long name without its middle: keys of assets differ at both ends. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) {
    return text;
  }
  const end = Math.floor((most - 1) / 2);
  return `${text.slice(0, most - 1 - end)}…${text.slice(text.length - end)}`;
}

/** A path without its beginning where that makes it fit: its end says more. */
export function shortenedPath(path: string, most: number): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return path.length <= most ? path : name.length + 2 <= most && name !== path ? `…/${name}` : shortened(name, most);
}
