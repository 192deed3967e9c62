import text from '../catalogue/oso.yaml';

/** The shipped catalogue as its authors wrote it, comments included. Import lazily: only an editor needs it. */
export const shippedCatalogueText: string = text;
