import fc from 'fast-check';
import { readPage, type Page } from './readPage';
import { UpstreamFailure } from '../../upstreamFailure';

const COLUMNS = [{ name: 'n', type: 'bigint', typeSignature: { rawType: 'bigint', arguments: [] } }];

function read(body: unknown): Page {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return readPage({ status: 200, headers: { 'content-type': 'application/json' }, text });
}

function failureOf(body: unknown): UpstreamFailure {
  try {
    read(body);
  } catch (error) {
    if (error instanceof UpstreamFailure) {
      return error;
    }
    throw error;
  }
  throw new Error('expected a failure');
}

describe('a page', () => {
  it('says the same whether a field that it has no value for is left out, null, or an empty list', () => {
    const absent = fc.constantFrom('left out', 'null');
    const absentList = fc.constantFrom('left out', 'null', 'empty');
    const fields = fc.record({
      infoUri: absent,
      nextUri: absent,
      columns: absentList,
      data: absentList,
      error: absent,
      warnings: absentList,
      updateType: absent,
      updateCount: absent,
    });
    fc.assert(
      fc.property(fields, fc.constantFrom('stats', 'null', 'left out'), (how, stats) => {
        const written = Object.entries(how).flatMap(([field, as]) =>
          as === 'left out' ? [] : [[field, as === 'null' ? null : []]]
        );
        const withStats = stats === 'left out' ? {} : { stats: stats === 'null' ? null : { state: 'QUEUED' } };
        const body = { id: 'q1', ...Object.fromEntries(written), ...withStats };
        fc.pre(['stats', 'nextUri', 'columns', 'data', 'error', 'infoUri'].some((field) => field in body));
        expect(read(body)).toEqual({ id: 'q1', rows: [] });
      })
    );
  });

  it('keeps the columns of a page that has no rows, and the rows of one that has no columns', () => {
    expect(read({ id: 'q1', stats: {}, columns: COLUMNS, data: null })).toMatchObject({ columns: COLUMNS, rows: [] });
    expect(read({ id: 'q1', stats: {}, columns: null, data: [[1], [null]] })).toEqual({
      id: 'q1',
      rows: [[1], [null]],
    });
  });

  it('names its columns by their types alone where the signature of the type is missing', () => {
    const columns = [{ name: 'n', type: 'array(varchar(5))', typeSignature: null }];
    expect(read({ id: 'q1', stats: {}, columns }).columns).toEqual(columns);
  });

  it('may begin with a byte order mark and be surrounded by white space', () => {
    const body = JSON.stringify({ id: 'q1', stats: {}, data: [[9007199254740993]] });
    for (const text of [`\uFEFF${body}`, `\r\n  ${body}\n\n`, `\uFEFF \t${body}`]) {
      expect(read(text).rows).toHaveLength(1);
    }
  });

  it.each([
    ['a text', 'the disk is full', 'the disk is full'],
    [
      'a mapping of nulls',
      { message: null, errorName: null, errorType: null, errorLocation: null },
      'does not say why',
    ],
    ['an empty mapping', {}, 'does not say why'],
    ['a position of nulls', { message: 'no', errorLocation: { lineNumber: null, columnNumber: null } }, 'no'],
  ])('with %s as its error is a failure, never a result', (_, error, message) => {
    const { error: found } = read({ id: 'q1', stats: {}, error });
    expect(found?.message).toContain(message);
    expect(found?.position).toBeUndefined();
  });

  it.each([[{}], [[]], [''], [false]])('of a finished query has no error where it says %j', (error) => {
    expect(read({ id: 'q1', stats: { state: 'FINISHED' }, error }).error).toBeUndefined();
    expect(read({ id: 'q1', stats: { state: 'FAILED' }, error }).error).toBeDefined();
  });

  it.each([[''], [[]], [null]])('has neither columns, rows nor a next page where it says %j', (nothing) => {
    const page = read({ id: 'q1', stats: {}, columns: nothing, data: nothing, nextUri: nothing });
    expect(page).toEqual({ id: 'q1', rows: [] });
  });

  it.each([
    ['no columns', { columns: {} }, 'columns'],
    ['columns without names', { columns: [{ type: 'bigint' }] }, 'columns'],
    ['rows that are none', { data: [{ n: 1 }] }, 'rows'],
    ['the spooling protocol', { data: { encoding: 'json', segments: [] } }, 'rows'],
    ['an address that is none', { nextUri: 7 }, 'next address'],
  ])('with %s is none', (_, change, part) => {
    expect(failureOf({ id: 'q1', stats: {}, ...change }).found).toBe(
      `the answer has the envelope of Trino but not its ${part}`
    );
  });

  it.each([{ id: null, stats: {} }, { id: 'q1' }, { stats: {} }, [], null, 7])('is not %j', (body) => {
    expect(failureOf(body).found).toMatch(/is JSON, but not from Trino/);
  });
});
