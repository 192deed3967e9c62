/** A target with all its digits, which rounding would turn into 100 %: "99.99 %". */
export function targetInWords(target: number): string {
  return `${Number((target * 100).toFixed(6))} %`;
}
