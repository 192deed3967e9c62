import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import { type ParsedCatalogue, useParsedCatalogue } from './useParsedCatalogue';

/** The catalogue that saved settings stand for: their own text, or the shipped one. */
export function useStoredCatalogue(text: string): ParsedCatalogue {
  const own = useParsedCatalogue(text, 0);
  return own.state === 'blank' ? { state: 'read', catalogue: shippedCatalogue } : own;
}
