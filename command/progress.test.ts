import { countingObjectives, progressOn } from './progress';

function terminal(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  const write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  return { isTTY, columns, write, written };
}

describe('the line that says how far a command has come', () => {
  it('rewrites itself on a terminal, ten times a second at most, and is gone at the end', () => {
    let nowMs = 0;
    const stream = terminal(true);
    const progress = progressOn(stream, () => nowMs);
    const asked = countingObjectives(6845, progress);
    for (let i = 0; i < 6845; i++) {
      nowMs += 1;
      asked();
    }
    progress.clear();
    expect(stream.written[0]).toBe('\r\u001b[2KRead 0 of 6,845 objectives …');
    expect(stream.written[1]).toBe('\r\u001b[2KRead 100 of 6,845 objectives …');
    expect(stream.written.length).toBe(1 + 68 + 1);
    expect(stream.written.at(-1)).toBe('\r\u001b[2K');
    expect(stream.written.join('')).not.toContain('\n');
  });

  it('is nothing in a pipe', () => {
    const stream = terminal(false);
    const progress = progressOn(stream);
    countingObjectives(3, progress)();
    progress.clear();
    expect(stream.written).toEqual([]);
  });

  it('is never longer than the terminal is wide', () => {
    const stream = terminal(true, 12);
    progressOn(stream).show('Asked for 0 of 6,845 objectives …');
    expect(stream.written).toEqual(['\r\u001b[2KAsked for 0']);
  });
});
