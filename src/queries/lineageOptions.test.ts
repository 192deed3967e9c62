import { lineageOptions } from './lineageOptions';

describe('the options of a lineage query', () => {
  it('are upstream as a graph where none are chosen', () => {
    expect(lineageOptions({})).toEqual({ direction: 'upstream', form: 'graph' });
  });

  it('are those that are chosen', () => {
    expect(lineageOptions({ direction: 'downstream', form: 'table' })).toEqual({
      direction: 'downstream',
      form: 'table',
    });
  });

  it('are refused by name where they do not exist, with those that do', () => {
    const saved: object = { direction: 'sideways' };
    expect(() => lineageOptions(saved)).toThrow(
      'The direction "sideways" of a lineage does not exist. Write upstream or downstream.'
    );
    const typed: object = { form: 'tree' };
    expect(() => lineageOptions(typed)).toThrow('The form "tree" of a lineage does not exist. Write graph or table.');
  });
});
