/** Shorter ones would be found everywhere. */
const SHORTEST_SECRET = 4;
const REDACTED = '[secret]';

/** Takes these secrets out of a text, also as JSON writes them. */
export function redaction(secrets: readonly string[]): (text: string) => string {
  const written = secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  const whole = [...new Set(written)]
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return (text) => whole.reduce((left, secret) => left.replaceAll(secret, REDACTED), text);
}
