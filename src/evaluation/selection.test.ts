import { objectiveOf } from './objective.testing';
import { SelectionError, selectObjectives } from './selection';

const category = (id: string) => ({ id, displayName: id, description: '' });
const application = (id: string) => ({ id, displayName: id });

const catalogue = {
  objectives: [
    objectiveOf({ id: 'api-up', category: category('public'), application: application('api') }),
    objectiveOf({ id: 'api-ok', category: category('public'), application: application('api') }),
    objectiveOf({ id: 'docs-up', category: category('public'), application: application('docs') }),
    objectiveOf({ id: 'flux', category: category('kubernetes') }),
  ],
};

const idsOf = (...args: Parameters<typeof selectObjectives>) => selectObjectives(...args).map(({ id }) => id);

describe('selecting objectives', () => {
  it('takes all of them when nothing is said, in the order of the catalogue', () => {
    expect(idsOf(catalogue, {})).toEqual(['api-up', 'api-ok', 'docs-up', 'flux']);
    expect(idsOf(catalogue, { objectives: [], categories: [] })).toHaveLength(4);
  });

  it('takes what satisfies every list', () => {
    expect(idsOf(catalogue, { categories: ['public'], applications: ['api'] })).toEqual(['api-up', 'api-ok']);
    expect(idsOf(catalogue, { objectives: ['flux', 'api-up'] })).toEqual(['api-up', 'flux']);
  });

  it('names unknown ids and those that exist', () => {
    expect(() => selectObjectives(catalogue, { objectives: ['api-upp'] })).toThrow(SelectionError);
    expect(() => selectObjectives(catalogue, { objectives: ['api-upp', 'flux'] })).toThrow(
      'The catalogue holds no objective "api-upp". It holds: api-up, api-ok, docs-up, flux.'
    );
    expect(() => selectObjectives(catalogue, { applications: ['web'] })).toThrow(/no application "web".*api, docs/);
  });

  it('says so when nothing is left', () => {
    expect(() => selectObjectives(catalogue, { categories: ['kubernetes'], applications: ['api'] })).toThrow(
      'No objective matches all of categories kubernetes and applications api. Widen the selection.'
    );
  });

  it('says so when the catalogue is empty', () => {
    expect(() => selectObjectives({ objectives: [] }, {})).toThrow(/holds no objective/);
  });
});
