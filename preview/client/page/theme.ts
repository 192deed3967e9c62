import { useEffect, useMemo, useState } from 'react';
import { createTheme, type GrafanaTheme2 } from '@grafana/data';

export type ThemeMode = 'dark' | 'light';

/** The script in the server's page reads the same key before anything is drawn. */
const KEPT_UNDER = 'error-budget-preview.theme';

/** `?theme=` of the first address, else what was chosen last in this browser, else dark. */
export function useThemeMode(): { mode: ThemeMode; theme: GrafanaTheme2; toggle(): void } {
  const [mode, setMode] = useState<ThemeMode>(firstMode);
  const theme = useMemo(
    () => createTheme({ colors: { mode }, typography: { fontFamilyMonospace: 'monospace' } }),
    [mode]
  );

  useEffect(() => {
    document.documentElement.style.background = theme.colors.background.canvas;
    document.documentElement.style.colorScheme = mode;
  }, [mode, theme]);

  return {
    mode,
    theme,
    toggle: () => {
      const next = mode === 'dark' ? 'light' : 'dark';
      keep(next);
      setMode(next);
    },
  };
}

function firstMode(): ThemeMode {
  const asked = new URLSearchParams(window.location.search).get('theme');
  return (asked ?? kept()) === 'light' ? 'light' : 'dark';
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT_UNDER);
  } catch {
    return null;
  }
}

function keep(mode: ThemeMode): void {
  try {
    localStorage.setItem(KEPT_UNDER, mode);
  } catch {
    // A browser without storage forgets the choice.
  }
}
