import { firstSentence } from './errorText';

describe('the text of a Python error', () => {
  it('loses its module path, stack trace and the server paths of its context', () => {
    expect(
      firstSentence(
        'dagster._core.errors.DagsterUserCodeLoadError: Error occurred during the loading of Dagster definitions in\n' +
          'executable_path=/usr/bin/python3, python_file=/srv/broken.py, working_directory=/srv\n'
      )
    ).toBe('DagsterUserCodeLoadError: Error occurred during the loading of Dagster definitions');
    expect(firstSentence('boom\n\nStack Trace:\n  File "/srv/a.py", line 1')).toBe('boom');
    expect(firstSentence('boom\nTraceback (most recent call last):\n  File "/srv/a.py"')).toBe('boom');
  });

  it('is at most 300 characters on one line', () => {
    const text = firstSentence(`RuntimeError: ${'very long\n'.repeat(100)}`);
    expect(text).toHaveLength(300);
    expect(text).not.toContain('\n');
  });
});
