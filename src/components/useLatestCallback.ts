import { useCallback, useLayoutEffect, useRef } from 'react';

/**
 * A callback that never changes and always calls the latest one. Grafana's CodeEditor keeps the `onChange` that it was
 * mounted with, which would write yesterday's settings back.
 */
export function useLatestCallback<Arguments extends unknown[]>(callback: (...args: Arguments) => void) {
  const latest = useRef(callback);
  useLayoutEffect(() => {
    latest.current = callback;
  });
  return useCallback((...args: Arguments) => latest.current(...args), []);
}
