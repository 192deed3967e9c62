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
    return NO_HTTP;
  }
  if (hasCredentials(url)) {
    return 'Leave the user and password out: every viewer can read a URL. Choose Basic authentication instead';
  }
  return (
    problemAfterHost(url) ??
    (url.pathname.endsWith(endpoint) ? `Leave out ${endpoint}: the plugin appends it` : undefined)
  );
}

/** What keeps a text from being the address that people open, if anything; blank is none, and no problem. */
export function pageProblem(text: string): string | undefined {
  const base = normalizeBase(text);
  if (base === '') {
    return undefined;
  }
  const url = parseHttpUrl(base);
  if (url === undefined) {
    return NO_HTTP;
  }
  return hasCredentials(url)
    ? 'Leave the user and password out: every viewer can read a URL. People sign in when they follow a link'
    : problemAfterHost(url);
}

const NO_HTTP = 'Expected a URL that begins with http:// or https://';

function hasCredentials({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}

function problemAfterHost({ search, hash }: URL): string | undefined {
  return search !== '' || hash !== '' ? 'Leave out everything from ? or # on' : undefined;
}

function parseHttpUrl(text: string): URL | undefined {
  try {
    return /^https?:\/\//i.test(text) ? new URL(text) : undefined;
  } catch {
    return undefined;
  }
}
