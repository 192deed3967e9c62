import { parseSelection } from './parseSelection';
import { SelectionSyntaxError } from './selectionSyntaxError';

function refusal(text: string): SelectionSyntaxError {
  try {
    parseSelection(text);
  } catch (error) {
    if (error instanceof SelectionSyntaxError) {
      return error;
    }
    throw error;
  }
  throw new Error(`${text} was read`);
}

const core = { type: 'tag', key: 'core', value: '' };
const raw = { type: 'group', value: 'raw' };
const sqlmesh = { type: 'kind', value: 'sqlmesh' };

describe('reading a selection', () => {
  it('reads the shipped scope of core assets', () => {
    expect(parseSelection('tag:core and not kind:sqlmesh')).toEqual({
      type: 'and',
      operands: [core, { type: 'not', operand: sqlmesh }],
    });
  });

  it('binds not closer than and, and and closer than or', () => {
    expect(parseSelection('not tag:core and group:raw or kind:sqlmesh')).toEqual({
      type: 'or',
      operands: [{ type: 'and', operands: [{ type: 'not', operand: core }, raw] }, sqlmesh],
    });
  });

  it('lets a traversal reach the next term or bracket only', () => {
    expect(parseSelection('+tag:core and 2+(group:raw)+1')).toEqual({
      type: 'and',
      operands: [
        { type: 'traversal', of: core, upstream: 'unlimited' },
        { type: 'traversal', of: raw, upstream: 2, downstream: 1 },
      ],
    });
  });

  it('takes tags with slashes, dots and values in quotes', () => {
    expect(parseSelection('tag:"opensource.observer/source"="stable"')).toEqual({
      type: 'tag',
      key: 'opensource.observer/source',
      value: 'stable',
    });
  });

  it('takes parts of keys, as the Python interface of Dagster writes them', () => {
    expect(parseSelection('key_substring:"d/p"')).toEqual({ type: 'keySubstring', part: 'd/p' });
  });

  it('takes a hundred brackets and refuses thousands before they cost the stack', () => {
    expect(parseSelection('('.repeat(100) + 'tag:core' + ')'.repeat(100))).toEqual(core);
    expect(refusal('('.repeat(50_000)).expected).toBe('at most 200 levels of brackets and nots');
    expect(refusal('not '.repeat(50_000)).expected).toBe('at most 200 levels of brackets and nots');
  });

  it('takes a thousand operands', () => {
    const text = Array.from({ length: 1000 }, (_, index) => `key:a${index}`).join(' or ');
    expect(parseSelection(text)).toMatchObject({ type: 'or', operands: { length: 1000 } });
  });
});

describe('a selection that cannot be read', () => {
  it('says where, what was found and what was expected', () => {
    const error = refusal('tag:core and kid:sqlmesh');
    expect(error).toMatchObject({ offset: 13, found: '"kid:"' });
    expect(error.message).toBe(
      'The asset selection has "kid:" at character 14, expected an attribute: key, tag, owner, group, kind, ' +
        'code_location, job, is, partitions, key_substring (did you mean kind?)'
    );
  });

  it.each([
    ['', 0, 'the end', /^a selection, such as tag:core, or \* for all assets/],
    ['tag:core and', 12, 'the end', /^an attribute such as tag:core/],
    ['tag:core group:raw', 9, '"group"', /^"and", "or" or the end$/],
    ['tag:core not group:raw', 9, '"not"', /^"and" or "or" before it$/],
    ['and tag:core', 0, '"and"', /^a selection before "and"$/],
    ['tag:core And group:raw', 9, '"And"', /^"and" or "AND"$/],
    ['Not tag:core', 0, '"Not"', /^"not" or "NOT"$/],
    ['+not tag:core', 1, '"not"', /^brackets around the negation/],
    ['+*', 1, '"*"', /^brackets around it: \(\*\)$/],
    ['+1 key:a', 1, '"1"', /^the number of steps before "\+", as in 1\+key:a/],
    ['1 key:a', 2, '"key"', /^"\+" after a number of steps/],
    ['KEY:a', 0, '"KEY:"', /\(did you mean key\?\)$/],
    ['code-location:a', 0, '"code"', /\(did you mean code_location\?\)$/],
    ['ossd/projects', 0, '"ossd/projects"', /an asset's key is written key:"ossd\/projects"$/],
    ['"ossd"', 0, '"ossd"', /an asset's key is written key:"ossd"$/],
    ['*ossd', 0, '"*ossd"', /an asset's key is written key:"\*ossd"$/],
    ['sink(tag:core)', 0, '"sink"', /^a function: roots, sinks \(did you mean sinks\?\)$/],
    ['roots tag:core', 6, '"tag"', /^"\(", as in roots\(tag:core\)$/],
  ])('%j', (text, offset, found, expected) => {
    expect(refusal(text)).toMatchObject({ offset, found, expected: expect.stringMatching(expected) });
  });

  it.each([
    ['(tag:core', 9, 'the end', /"\)" for the "\(" at character 1$/],
    ['((tag:core) or group:raw', 24, 'the end', /"\)" for the "\(" at character 1$/],
    ['tag:core)', 8, '")"', /^the end: no bracket is open$/],
    ['key:"a', 4, '"a', /^a closing quote on the same line/],
    ['tag:core "', 9, '"', /^a closing quote/],
    ['"', 0, '"', /^a closing quote/],
  ])('names the bracket or quote that is missing: %j', (text, offset, found, expected) => {
    expect(refusal(text)).toMatchObject({ offset, found, expected: expect.stringMatching(expected) });
  });

  it.each([
    ['tag:opensource.observer/source=stable', '"opensource.observer/source"'],
    ['kind:sqlmesh-export and tag:core', '"sqlmesh-export"'],
    ['owner:team:data', '"team:data"'],
    ['owner:ana@example.org', '"ana@example.org"'],
    ['key:2024', '"2024"'],
    ["key:'a'", '"a"'],
    ['key:*', '"*"'],
    ['group:ra*', '"ra*"'],
    ['tag:tier=1', '"1"'],
    ['group:tag', '"tag"'],
    ['key:job', '"job"'],
  ])('shows which value needs quotes: %s', (text, value) => {
    const { expected } = refusal(text);
    expect(expected).toMatch(/^quotes around/);
    expect(expected.endsWith(`: ${value}`)).toBe(true);
  });

  it.each([
    ['tag:', /^a value, such as core or "deps\.dev"$/],
    ['tag:<null>', /^a tag's name/],
    ['key:<null>', /^a key, because no asset is without one$/],
    ['key_substring:<null>', /^a part of a key/],
    ['is:partitioned', /^external or materializable$/],
  ])('says which value an attribute takes: %s', (text, expected) => {
    expect(refusal(text).expected).toMatch(expected);
  });

  it.each([
    ['status:healthy', 'status', /it changes with every run/],
    ['not_materialized_in_hours:24', 'not_materialized_in_hours', /it changes with every run/],
    ['column:id', 'column', /metadata of materializations/],
    ['table_name:t', 'table_name', /metadata of materializations/],
    ['column_tag:pii=true', 'column_tag', /metadata of materializations/],
    ['changed_in_branch:NEW', 'changed_in_branch', /branch deployments of Dagster\+/],
    ['sensor:s', 'sensor', /automation of the workspace/],
    ['schedule:s', 'schedule', /automation of the workspace/],
    ['automation_type:sensor', 'automation_type', /automation of the workspace/],
    ['partitions:time', 'partitions:none', /whether an asset is partitioned and not how$/],
  ])('names the attribute that no scope can use, and why: %s', (text, name, reason) => {
    const { expected } = refusal(text);
    expect(expected).toContain(name);
    expect(expected).toMatch(reason);
  });
});
