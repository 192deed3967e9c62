import { PanelBuilder as TextBuilder, TextMode } from '@grafana/grafana-foundation-sdk/text';

/** A few sentences in Markdown. */
export function text(title: string, content: string): TextBuilder {
  return new TextBuilder()
    .title(title)
    .description('What a reader should know first.')
    .mode(TextMode.Markdown)
    .content(content);
}
