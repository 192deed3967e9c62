/** "#189D62" as browsers write it: "rgb(24, 157, 98)". */
export function cssColour(hex: string): string {
  const channels = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return `rgb(${channels.join(', ')})`;
}
