import { baseProblem, normalizeBase, pageProblem } from './upstreamUrl';

describe('the base of an upstream', () => {
  it('loses blanks and trailing slashes, because routes append a path', () => {
    expect(normalizeBase(' http://prometheus:9090/base// ')).toBe('http://prometheus:9090/base');
  });

  it('may be blank, with a path, with http or https', () => {
    for (const base of ['', '  ', 'http://prometheus:9090', 'https://org.dagster.cloud/prod', 'HTTPS://trino/']) {
      expect(baseProblem(base, '/graphql')).toBeUndefined();
    }
  });

  it.each([
    ['prometheus:9090', /begins with http/],
    ['ftp://prometheus', /begins with http/],
    ['http://', /begins with http/],
    ['http://user:secret@prometheus:9090', /every viewer can read a URL/],
    ['http://dagster?x=1', /from \? or # on/],
    ['http://dagster/#frag', /from \? or # on/],
    ['http://dagster:3000/graphql/', /Leave out \/graphql/],
  ])('is refused with a reason: %s', (base, reason) => {
    expect(baseProblem(base, '/graphql')).toMatch(reason);
  });
});

describe('the address that people open', () => {
  it('may be blank, and anything below http or https', () => {
    for (const page of ['', 'http://localhost:3070', 'https://org.dagster.cloud/prod/']) {
      expect(pageProblem(page)).toBeUndefined();
    }
  });

  it.each([
    ['javascript:alert(1)', /begins with http/],
    ['data:text/html,x', /begins with http/],
    ['localhost:3070', /begins with http/],
    ['http://user:secret@dagster', /People sign in when they follow a link/],
    ['http://dagster/#frag', /from \? or # on/],
  ])('is refused with a reason: %s', (page, reason) => {
    expect(pageProblem(page)).toMatch(reason);
  });
});
