import { literalText } from './literalText';

describe('a text in an alert template', () => {
  it.each(['API requests', 'Costs 5 % {of} it }} "quoted" \\n'])('stays as it is: %s', (text) => {
    expect(literalText(text)).toBe(text);
  });

  it('opens no action', () => {
    expect(literalText('Renders {{ user }} and {{{')).toBe('Renders {{ "{{" }} user }} and {{ "{{" }}{');
  });

  it('names no variable of Grafana’s environment: it holds no dollar', () => {
    expect(literalText('Below ${HOME} or $5')).toBe('Below {{ "\\u0024" }}{HOME} or {{ "\\u0024" }}5');
  });
});
