import { expandIds, type ReplaceVariables } from './expandIds';

/** Grafana's replace, as far as format functions go. */
function variables(values: Record<string, unknown>): ReplaceVariables {
  return (text, format) =>
    text.replace(/\$(\w+)|\$\{(\w+)[^}]*\}|\[\[(\w+)\]\]/g, (match, a, b, c) => {
      const name = a ?? b ?? c;
      return name in values ? format(values[name]) : match;
    });
}

describe('ids of a query', () => {
  it('select everything when there are none', () => {
    expect(expandIds(undefined, variables({}))).toBeUndefined();
    expect(expandIds([], variables({}))).toBeUndefined();
  });

  it('are taken as they are', () => {
    expect(expandIds(['api', 'docs'], variables({}))).toEqual(['api', 'docs']);
  });

  it('come from variables with one value, several values or a comma in a value', () => {
    const replace = variables({ one: 'api', several: ['api', 'docs'], comma: ['a,b', 'c'] });
    expect(expandIds(['$one'], replace)).toEqual(['api']);
    expect(expandIds(['${several}'], replace)).toEqual(['api', 'docs']);
    expect(expandIds(['[[several]]', 'flux'], replace)).toEqual(['api', 'docs', 'flux']);
    expect(expandIds(['$comma'], replace)).toEqual(['a,b', 'c']);
  });

  it('name each id once', () => {
    expect(expandIds(['api', '$one'], variables({ one: 'api' }))).toEqual(['api']);
  });

  it('select everything for All', () => {
    expect(expandIds(['$objective'], variables({ objective: '$__all' }))).toBeUndefined();
    expect(expandIds(['$objective'], variables({ objective: ['$__all'] }))).toBeUndefined();
  });

  it('keep an unknown variable, which is then reported as an unknown id', () => {
    expect(expandIds(['$nobody'], variables({}))).toEqual(['$nobody']);
  });

  it('say so when a variable has no value', () => {
    expect(() => expandIds(['$objective'], variables({ objective: [] }))).toThrow(
      'Nothing is selected in $objective. Choose a value there, or All.'
    );
    expect(() => expandIds(['$objective'], variables({ objective: '' }))).toThrow(/Nothing is selected/);
  });
});
