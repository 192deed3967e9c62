const MAX_LENGTH = 300;

/**
 * What a message of Dagster says, without the stack trace, file paths of the server and context that Python errors carry along:
 * its first paragraph, on one line, at most 300 characters.
 */
export function firstSentence(message: string): string {
  const [beforeTrace] = message.split(/\n\s*\n|\n?Traceback \(most recent call last\)|\n?Stack Trace:/);
  const line = beforeTrace
    .split('\n')
    .filter((text) => !/^\s*(File "|executable_path=|working_directory=|python_file=|module_name=)/.test(text))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^dagster\.[\w.]*?(\w+(Error|Exception)):/, '$1:')
    .replace(/( in|:)?\.?$/, '');
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line;
}
