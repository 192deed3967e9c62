import { useEffect, useState } from 'react';

export type Loaded<T> = { state: 'loading' } | { state: 'loaded'; value: T } | { state: 'failed'; error: string };

/** What `load` resolves to for the current key; while another key loads, what was there before does not show. */
export function useLoaded<T>(key: string, load: (key: string) => Promise<T>): Loaded<T> {
  const [found, setFound] = useState<{ key: string; loaded: Loaded<T> }>();

  useEffect(() => {
    let current = true;
    const settle = (loaded: Loaded<T>) => {
      if (current) {
        setFound({ key, loaded });
      }
    };
    load(key).then(
      (value) => settle({ state: 'loaded', value }),
      (error: unknown) => settle({ state: 'failed', error: error instanceof Error ? error.message : String(error) })
    );
    return () => {
      current = false;
    };
  }, [key, load]);

  return found?.key === key ? found.loaded : { state: 'loading' };
}
