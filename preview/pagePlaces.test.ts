import { pagePlaces } from './pagePlaces';

it('A page of our own dependencies lies in the repository', () => {
  expect(pagePlaces('/repository', {})).toMatchObject({
    packages: '/repository/node_modules',
    page: '/repository/preview/dist',
  });
});

it('A page of other packages lies apart, and so does what is remembered of its builds', () => {
  const own = pagePlaces('/repository', {});
  const other = pagePlaces('/repository', { GRAFANA_PACKAGES: '/cache/13/node_modules' });
  expect(other.packages).toBe('/cache/13/node_modules');
  expect(other.page).not.toBe(own.page);
  expect(other.name).not.toBe(own.name);
});
