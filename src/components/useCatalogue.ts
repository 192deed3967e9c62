import { useEffect, useState } from 'react';
import type { Catalogue } from '../catalogue/parseCatalogue';

/** What an editor needs of the data source; the class itself would import the editors back. */
export interface CatalogueOwner {
  getCatalogue: () => Promise<Catalogue>;
}

export type LoadedCatalogue =
  { state: 'loading' } | { state: 'loaded'; catalogue: Catalogue } | { state: 'failed'; reason: string };

/** The catalogue that a data source answers from. */
export function useCatalogue(owner: CatalogueOwner): LoadedCatalogue {
  const [loaded, setLoaded] = useState<LoadedCatalogue>({ state: 'loading' });
  useEffect(() => {
    let isCurrent = true;
    const update = (next: LoadedCatalogue) => isCurrent && setLoaded(next);
    owner.getCatalogue().then(
      (catalogue) => update({ state: 'loaded', catalogue }),
      (error: unknown) => update({ state: 'failed', reason: error instanceof Error ? error.message : String(error) })
    );
    return () => {
      isCurrent = false;
    };
  }, [owner]);
  return loaded;
}
