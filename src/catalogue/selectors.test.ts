import { selectorsOf } from './selectors';

describe('the selectors of a query', () => {
  it('are its vector selectors with what they ask for, each once', () => {
    const query =
      'sum(increase(x_total{code=~"5..", job!=\'a\'}[{{.window}}])) - (sum(rate(y[{{.window}}] offset 5m)) or y)';
    expect(selectorsOf(query)).toEqual([
      {
        text: 'x_total{code=~"5..", job!=\'a\'}',
        metric: 'x_total',
        matchers: [
          { label: 'code', operator: '=~', value: '5..' },
          { label: 'job', operator: '!=', value: 'a' },
        ],
      },
      { text: 'y', metric: 'y', matchers: [] },
    ]);
  });

  it('may be quoted, name their metric by a label, or not at all', () => {
    const [quoted, byLabel, byPattern, nameless] = [
      '{"a.b", "x.y"!~`\\d`}',
      '{__name__="a", le="1"}',
      '{__name__=~"a|b"}',
      '{le="1"}',
    ].map((selector) => selectorsOf(`sum(${selector})`)[0]);
    expect(quoted).toMatchObject({ metric: 'a.b', matchers: [{ label: 'x.y', operator: '!~', value: '\\d' }] });
    expect(byLabel).toMatchObject({ metric: 'a', matchers: [{ label: 'le', operator: '=', value: '1' }] });
    const names = [{ label: '__name__', operator: '=~', value: 'a|b' }];
    expect(byPattern).toEqual({ text: '{__name__=~"a|b"}', names, matchers: [] });
    expect(nameless).toEqual({ text: '{le="1"}', matchers: [{ label: 'le', operator: '=', value: '1' }] });
  });

  it('say what their literals say', () => {
    expect(selectorsOf('x{a=~"\\\\d\\"\\n"}')[0].matchers[0].value).toBe('\\d"\n');
  });
});
