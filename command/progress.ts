/** A line that says how far a command has come. */
export interface Progress {
  /** Takes the place of what the line said before. */
  show(text: string): void;
  /** Removes the line, before anything else is printed. */
  clear(): void;
}

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

const AGAIN_AFTER_MS = 100;
const USUAL_COLUMNS = 80;
const ERASED_LINE = '\r\u001b[2K';

/** On a terminal a line that rewrites itself, ten times a second at most; nothing in a pipe or a file. */
export function progressOn(stream: Terminal = process.stderr, clock: () => number = Date.now): Progress {
  let shownMs = -Infinity;
  if (!stream.isTTY) {
    return { show: () => undefined, clear: () => undefined };
  }
  return {
    show: (text) => {
      if (clock() - shownMs >= AGAIN_AFTER_MS) {
        shownMs = clock();
        // A longer line would wrap, and could not be erased.
        stream.write(`${ERASED_LINE}${text.slice(0, (stream.columns || USUAL_COLUMNS) - 1)}`);
      }
    },
    clear: () => {
      if (shownMs !== -Infinity) {
        shownMs = -Infinity;
        stream.write(ERASED_LINE);
      }
    },
  };
}

/** Shows how many of the objectives have been asked for; call the result for each of them. */
export function countingObjectives(all: number, progress: Progress): () => void {
  let done = 0;
  const show = () => progress.show(`Read ${done.toLocaleString('en')} of ${all.toLocaleString('en')} objectives …`);
  show();
  return () => {
    done++;
    show();
  };
}
