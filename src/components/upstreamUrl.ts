/** A base as routes need it: they append a path that begins with a slash. */
export function normalizeBase(text: string): string {
  return text.trim().replace(/\/+$/, '');
}

/**
 * What keeps a text from being the base of an upstream, if anything; blank is none, and no problem.
 *
 * @param endpoint The path that the plugin appends itself.
 */
export function baseProblem(text: string, endpoint: string): string | undefined {
  const base = normalizeBase(text);
  if (base === '') {
    return undefined;
  }
  const url = parseHttpUrl(base);
  if (url === undefined) {
    return 'Expected a URL that begins with http:// or https://';
  }
  if (url.username !== '' || url.password !== '') {
    return 'Leave the user and password out: every viewer can read a URL. Choose Basic authentication instead';
  }
  if (url.search !== '' || url.hash !== '') {
    return 'Leave out everything from ? or # on';
  }
  return url.pathname.endsWith(endpoint) ? `Leave out ${endpoint}: the plugin appends it` : undefined;
}

function parseHttpUrl(text: string): URL | undefined {
  try {
    return /^https?:\/\//i.test(text) ? new URL(text) : undefined;
  } catch {
    return undefined;
  }
}
