/** `user:password` in UTF-8 and base64, as the Authorization header carries it (RFC 7617). */
export function encodeBasicCredentials(user: string, password: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(`${user}:${password}`)));
}

/** What keeps a text from being a user name, if anything: RFC 7617 ends the user name at the first colon. */
export function userNameProblem(user: string): string | undefined {
  return user.includes(':') ? 'A user name cannot contain a colon in Basic authentication' : undefined;
}
