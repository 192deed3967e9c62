import fc from 'fast-check';
import { parseJson } from './json';

const parse = (text: string, headers: Record<string, string> = {}) => parseJson({ status: 200, headers, text });

const LOGIN_PAGE = `
<!DOCTYPE html>
<html lang="en">
  <head><meta charset="utf-8"><title>
    Sign in
    – Example SSO </title></head>
  <body><form></form></body>
</html>`;

describe('a body', () => {
  it('is parsed where it is JSON, whatever surrounds it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(parse(`\uFEFF ${text}\r\n`)).toEqual({ ok: true, value: JSON.parse(text) });
      })
    );
  });

  it('that is a login page is named by its title, on one line', () => {
    expect(parse(LOGIN_PAGE)).toEqual({ ok: false, reason: 'html', excerpt: 'Sign in – Example SSO' });
    expect(parse(`<!-- saved -->\n<html><body>Bad gateway</body></html>`)).toMatchObject({ reason: 'html' });
  });

  it('of HTML without title shows its words', () => {
    expect(parse('<html><body>\n<h1>502 Bad Gateway</h1>')).toEqual({
      ok: false,
      reason: 'html',
      excerpt: '502 Bad Gateway',
    });
  });

  it.each([
    ['a title of blanks', `<html><title>${' '.repeat(200_000)}<`],
    ['nothing but beginnings of titles', `<html>${'<title'.repeat(200_000)}`],
    ['comments that never end', '<!--'.repeat(200_000)],
  ])('of %s does not keep the page waiting', (_, text) => {
    const before = process.cpuUsage();
    expect(parse(text)).toMatchObject({ ok: false });
    expect(process.cpuUsage(before).user).toBeLessThan(500_000);
  });

  it('is believed to be HTML where its header says so', () => {
    expect(parse('Please log in', { 'content-type': 'text/html; charset=utf-8' })).toMatchObject({ reason: 'html' });
  });

  it('is JSON even where its header says HTML', () => {
    expect(parse('{}', { 'content-type': 'text/html' })).toEqual({ ok: true, value: {} });
  });

  it.each(['', ' \n\t', '\uFEFF'])('of nothing but %p is empty', (text) => {
    expect(parse(text)).toEqual({ ok: false, reason: 'empty', excerpt: '' });
    expect(parse(text, { 'content-type': 'text/html' })).toMatchObject({ reason: 'empty' });
  });

  it('is truncated wherever an object, a list or a string is cut', () => {
    const cuttable = fc.oneof(fc.object(), fc.array(fc.jsonValue()), fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(cuttable, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (value, share) => {
        const text = JSON.stringify(value);
        const cut = text.slice(0, 1 + Math.floor((text.length - 1) * share));
        expect(parse(cut)).toMatchObject({ ok: false, reason: 'truncated' });
      })
    );
  });

  it.each(['{"a":1}}', '{"a": NaN}', "{'a': 1}", 'upstream connect error', '<?xml version="1.0"?><error/>', 'tru'])(
    'of %p is just not JSON',
    (text) => {
      expect(parse(text)).toMatchObject({ ok: false, reason: 'notJson', excerpt: text });
    }
  );

  it('never shows more than 120 characters, nor a second line', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: 'grapheme' }), (text) => {
        const body = parse(`?${text}\n${text}`);
        const excerpt = body.ok ? 'ok' : body.excerpt;
        expect(excerpt.length).toBeLessThanOrEqual(120);
        expect(excerpt).not.toMatch(/[\n\r\t]/);
      })
    );
    expect(parse('x'.repeat(121))).toMatchObject({ excerpt: `${'x'.repeat(119)}…` });
  });
});
