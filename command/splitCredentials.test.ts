import { splitCredentials } from './splitCredentials';

const pairOf = (basic = '') => Buffer.from(basic.replace('Basic ', ''), 'base64').toString();

describe('the credentials in a URL', () => {
  it.each([
    ['http://me:secret@host:9090/base', 'me:secret'],
    ['http://me@host:9090/base', 'me:'],
    ['http://:token@host:9090/base', ':token'],
    ['http://m%40e:p%3Aw%C3%A4@host:9090/base', 'm@e:p:wä'],
    ['http://me:50%@host:9090/base', 'me:50%'],
  ])('of %s leave it and become a header', (text, pair) => {
    const { base, basic } = splitCredentials(text);
    expect(base).toBe('http://host:9090/base');
    expect(pairOf(basic)).toBe(pair);
  });

  it('are none where it has none', () => {
    expect(splitCredentials('https://host/')).toEqual({ base: 'https://host/' });
  });
});
