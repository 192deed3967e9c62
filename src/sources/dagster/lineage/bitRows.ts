/** A set of small numbers for each of many rows, in one typed array: 10,000 rows of 10,000 bits are 12.5 MB. */
export class BitRows {
  private readonly words: Uint32Array;
  private readonly wordsPerRow: number;

  constructor(rows: number, bits: number) {
    this.wordsPerRow = Math.ceil(bits / 32);
    this.words = new Uint32Array(rows * this.wordsPerRow);
  }

  set(row: number, bit: number): void {
    this.words[row * this.wordsPerRow + (bit >> 5)] |= 1 << (bit & 31);
  }

  /** Adds the bits of another row. Whether that changed anything. */
  add(row: number, other: number): boolean {
    const to = row * this.wordsPerRow;
    const from = other * this.wordsPerRow;
    let changed = false;
    for (let i = 0; i < this.wordsPerRow; i++) {
      const before = this.words[to + i];
      this.words[to + i] |= this.words[from + i];
      changed ||= this.words[to + i] !== before;
    }
    return changed;
  }

  /** The bits of a row, in order. */
  bitsOf(row: number): number[] {
    const bits: number[] = [];
    for (let i = 0; i < this.wordsPerRow; i++) {
      for (let word = this.words[row * this.wordsPerRow + i]; word !== 0; word &= word - 1) {
        bits.push(i * 32 + 31 - Math.clz32(word & -word));
      }
    }
    return bits;
  }
}
