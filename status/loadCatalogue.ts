import { catalogueText } from '../commandLine/catalogueText';
import { parseCatalogue, type Catalogue } from '../src/catalogue/parseCatalogue';

/** The catalogue in a file, problems included. @throws ArgumentError for a file that cannot be read. */
export function loadCatalogue(file: string): Catalogue {
  return parseCatalogue(catalogueText(file));
}
