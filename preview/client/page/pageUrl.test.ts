import { dateTime } from '@grafana/data';
import fc from 'fast-check';
import { readPageUrl, timeInUrl, toPageUrl } from './pageUrl';

describe('the address of a dashboard', () => {
  it('says uid, time, refresh and variables', () => {
    expect(
      readPageUrl('http://x/d/slo/a-title?from=now-7d&to=now&refresh=1m&var-a=1&var-a=2&var-b=%24__all&theme=light')
    ).toEqual({
      uid: 'slo',
      from: 'now-7d',
      to: 'now',
      refresh: '1m',
      variables: { a: ['1', '2'], b: ['$__all'] },
    });
  });

  it('distinguishes a refresh that is off from one that is absent', () => {
    expect(readPageUrl('/d/slo?refresh=').refresh).toBe('');
    expect(readPageUrl('/d/slo').refresh).toBeUndefined();
  });

  it('without dashboard is the start page', () => {
    expect(readPageUrl('/').uid).toBeUndefined();
    expect(toPageUrl({ variables: {} })).toBe('/');
  });

  it('reads back as it was written', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    const variables = fc.dictionary(text, fc.array(text, { minLength: 1 }), { noNullPrototype: true });
    const page = fc.record({
      uid: text.filter((uid) => !/^\.{1,2}$/.test(uid)),
      from: text,
      to: text,
      refresh: fc.string(),
      variables,
    });
    fc.assert(
      fc.property(page, (url) => {
        expect(readPageUrl(toPageUrl(url))).toEqual(url);
      })
    );
  });
});

it('A relative range stays relative in links, instants become epoch milliseconds', () => {
  expect(timeInUrl({ from: 'now-7d', to: dateTime(1_700_000_000_000) }).toString()).toBe(
    'from=now-7d&to=1700000000000'
  );
});
