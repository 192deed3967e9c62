/** A URL without the credentials in it, and these as Basic authentication; fetch refuses URLs that hold credentials. */
export function splitCredentials(text: string): { base: string; basic?: string } {
  const url = new URL(text);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const base = url.toString();
  if (username === '' && password === '') {
    return { base };
  }
  const pair = `${decoded(username)}:${decoded(password)}`;
  return { base, basic: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** A percent sign that begins no escape is literal, as it is in every other part of a URL. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
