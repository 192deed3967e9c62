import { fileBelow } from './staticFiles';

it('A path names a file below the folder', () => {
  expect(fileBelow('/srv/dist', 'img/logo%20small.svg')).toBe('/srv/dist/img/logo small.svg');
});

it.each([
  '../secret',
  'a/../../secret',
  '..%2fsecret',
  '%2e%2e/secret',
  '%2e%2e%2fsecret',
  '..\\secret',
  '../dist-of-others/x',
  'x%00.js',
  '%',
  '',
])('"%s" names none', (path) => {
  expect(fileBelow('/srv/dist', path)).toBeUndefined();
});
