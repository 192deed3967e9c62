import { inOneLine } from '../../../transport/oneLine';

const MAX_LENGTH = 300;

/**
 * What a message of Dagster says, without the stack trace, file paths of the server and context that Python errors carry along:
 * its first paragraph, on one line, bounded in length.
 */
export function firstSentence(message: string, maxLength = MAX_LENGTH): string {
  const [beforeTrace] = message.split(/\n\s*\n|\n?Traceback \(most recent call last\)|\n?Stack Trace:/);
  const line = beforeTrace
    .split('\n')
    .filter((text) => !/^\s*(File "|executable_path=|working_directory=|python_file=|module_name=)/.test(text))
    .join(' ');
  return inOneLine(
    inOneLine(line, Infinity)
      .replace(/^dagster\.[\w.]*?(\w+(Error|Exception)):/, '$1:')
      .replace(/( in|:)?\.?$/, ''),
    maxLength
  );
}
