import { expandIds } from '../../../src/queries/expandIds';
import { TemplateService } from './templateService';

const templates = new TemplateService();
templates.setVariables([
  { name: 'category', value: ['a', 'b'], text: ['Cat A', 'Cat B'], inLinks: ['a', 'b'] },
  { name: 'objective', value: 'x/y', text: 'X & Y', inLinks: ['x/y'] },
  { name: 'every', value: ['1', '2', '3'], text: 'All', inLinks: ['$__all'] },
]);

describe('a text', () => {
  it.each([
    ['$objective, ${objective}, [[objective]]', 'x/y, x/y, x/y'],
    ['${category}', '{a,b}'],
    ['${category:csv}', 'a,b'],
    ['${category:raw}', 'a,b'],
    ['${category:pipe}', 'a|b'],
    ['${category:json}', '["a","b"]'],
    ['[[category:csv]]', 'a,b'],
    ['${objective:json}', '"x/y"'],
    ['${objective:text}', 'X & Y'],
    ['${category:text}', 'Cat A + Cat B'],
    ['${objective:percentencode}', 'x%2Fy'],
    ['/d/x?${objective:queryparam}', '/d/x?var-objective=x%2Fy'],
    ['/d/x?${category:queryparam}', '/d/x?var-category=a&var-category=b'],
    ['${every:queryparam}', 'var-every=%24__all'],
    ['${every:csv}', '1,2,3'],
    ['${every:text}', 'All'],
  ])('%s becomes %s', (text, expected) => {
    expect(templates.replace(text)).toBe(expected);
  });

  it('keeps what no one knows', () => {
    const text = '$unknown ${__data.fields["Objective id"]} ${__value.text} 5 $ [[x]]';
    expect(templates.replace(text)).toBe(text);
  });

  it('carries all variables into a link', () => {
    expect(templates.replace('?${__all_variables}')).toBe(
      '?var-category=a&var-category=b&var-objective=x%2Fy&var-every=%24__all'
    );
  });

  it('takes a scoped variable before the dashboard’s own, and a path inside it', () => {
    const scoped = { objective: { value: { id: 'z' }, text: 'Z' } };
    expect(templates.replace('${objective.id} $category', scoped)).toBe('z {a,b}');
  });

  it('takes the format of the caller where it names none', () => {
    expect(templates.replace('$category ${category:pipe}', {}, 'csv')).toBe('a,b a|b');
  });
});

it('The data source receives every value of a variable as it is', () => {
  const replace: Parameters<typeof expandIds>[1] = (text, format) => templates.replace(text, {}, format);
  expect(expandIds(['$category', '${objective}', 'own'], replace)).toEqual(['a', 'b', 'x/y', 'own']);
});

it('A text with a variable is distinguished from one without', () => {
  expect(['$objective', '${objective}', '[[objective]]'].every((text) => templates.containsTemplate(text))).toBe(true);
  expect(templates.containsTemplate('5 $')).toBe(false);
});
