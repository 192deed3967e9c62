import type { ScopedVars } from '@grafana/data';
import { parseDashboard, type VariableJson } from './dashboardJson';
import { ALL, customOptions, formatted, resolveVariables, valuesInUrl, type ListOptions } from './variables';

const declare = (...list: Array<Record<string, unknown>>): VariableJson[] =>
  parseDashboard({ uid: 'x', title: 'X', templating: { list } }).variables;

const CATEGORY = { name: 'category', type: 'query', query: { list: 'categories' }, multi: true, includeAll: true };
const OBJECTIVE = { name: 'objective', type: 'query', query: { list: 'objectives', categories: ['${category}'] } };

const OBJECTIVES: Record<string, string[]> = { core: ['core-a', 'core-b'], trino: ['trino-a'] };

/** Two categories; objectives of those that are chosen. */
const list: ListOptions = async ({ name }, scopedVars) => {
  const ids = name === 'category' ? Object.keys(OBJECTIVES) : chosenIn(scopedVars).flatMap((id) => OBJECTIVES[id]);
  return ids.map((id) => ({ value: id, text: id.toUpperCase() }));
};
const chosenIn = ({ category }: ScopedVars): string[] => [category?.value ?? []].flat();

const valuesOf = async (declared: VariableJson[], chosen: Record<string, string[]> = {}, options = list) =>
  valuesInUrl(await resolveVariables(declared, chosen, options));

describe('a variable', () => {
  it('takes the value of the URL before that of the dashboard', async () => {
    const declared = declare({ ...OBJECTIVE, query: {}, current: { value: 'core-b' } }, { ...CATEGORY, query: {} });
    expect(await valuesOf(declared, {}, async () => options('core-a', 'core-b', 'core-c'))).toMatchObject({
      objective: ['core-b'],
    });
    expect(
      await valuesOf(declared, { objective: ['core-c'] }, async () => options('core-a', 'core-b', 'core-c'))
    ).toMatchObject({ objective: ['core-c'] });
  });

  it('falls back to its first option when its value does not exist', async () => {
    expect(await valuesOf(declare(CATEGORY, OBJECTIVE), { category: ['trino'], objective: ['core-a'] })).toEqual({
      category: ['trino'],
      objective: ['trino-a'],
    });
  });

  it('stays what the URL says where it depends on nothing else, so that no other is shown in its place', async () => {
    const alone = { name: 'objective', type: 'query', query: { list: 'objectives' } };
    const variables = await resolveVariables(declare(alone), { objective: ['gone'] }, list);
    expect(valuesInUrl(variables)).toEqual({ objective: ['gone'] });
  });

  it('falls back to All where it may be All', async () => {
    expect(await valuesOf(declare(CATEGORY), { category: ['gone'] })).toEqual({ category: [ALL] });
  });

  it('keeps those of its several values that exist', async () => {
    expect(await valuesOf(declare(CATEGORY), { category: ['gone', 'trino', 'core'] })).toEqual({
      category: ['trino', 'core'],
    });
  });

  it('is resolved after those that its query names, wherever they are declared', async () => {
    expect(await valuesOf(declare(OBJECTIVE, CATEGORY), { category: ['trino'] })).toEqual({
      objective: ['trino-a'],
      category: ['trino'],
    });
  });

  it('that cannot be listed says why and has no value', async () => {
    const failing: ListOptions = () => Promise.reject(new Error('no catalogue'));
    const [variable] = await resolveVariables(declare(CATEGORY), {}, failing);
    expect(variable).toMatchObject({ options: [], values: [], error: 'no catalogue' });
  });

  it('of a type that no one knows is refused by name', async () => {
    const [variable] = await resolveVariables(declare({ name: 'x', type: 'adhoc' }), {}, list);
    expect(variable.error).toContain('adhoc');
  });
});

describe('All', () => {
  it('is every option in queries, and itself in links', async () => {
    const [variable] = await resolveVariables(declare(CATEGORY), { category: [ALL] }, list);
    expect(formatted(variable)).toEqual({ name: 'category', text: 'All', value: ['core', 'trino'], inLinks: [ALL] });
  });

  it('is a value of its own where the dashboard says so', async () => {
    const [variable] = await resolveVariables(declare({ ...CATEGORY, allValue: '*' }), { category: [ALL] }, list);
    expect(formatted(variable).value).toBe('*');
  });
});

it('A custom variable lists values, with names where they have any', () => {
  expect(customOptions('own : $own, 7 days : 7d,30d ,')).toEqual([
    { text: 'own', value: '$own' },
    { text: '7 days', value: '7d' },
    { text: '30d', value: '30d' },
  ]);
});

function options(...values: string[]) {
  return values.map((value) => ({ value, text: value }));
}
