import type { Catalogue } from '../catalogue/parseCatalogue';

/** Parses a catalogue with the parser's own chunk. Rejects only where that chunk cannot be loaded. */
export async function parseLazily(text: string): Promise<Catalogue> {
  const { parseCatalogue } = await import('../catalogue/parseCatalogue');
  return parseCatalogue(text);
}
