/** What a command answers, on stdout. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What is wrong or doubtful, on stderr, so that it never ends up in what a command answers. */
export function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}
