import { PanelBuilder as TextBuilder, TextMode } from '@grafana/grafana-foundation-sdk/text';

/** A few sentences in Markdown. */
export function text(title: string, content: string): TextBuilder {
  return new TextBuilder().title(title).description('Introduction.').mode(TextMode.Markdown).content(content);
}
