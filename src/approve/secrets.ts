/** What is shorter stands in many words that are no secret. */
const shortest = 4;

/** The text without the passwords of addresses in it, such as `postgres://jo:…@host/db`, and without these secrets. */
export function withoutPasswords(text: string, secrets: readonly string[] = []): string {
  const known = secrets
    .filter((secret) => secret.length >= shortest)
    .reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
  return known
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/[^\s:@/]*):[^\s@/]+@/gi, '$1:…@')
    .replace(/\b(password|PGPASSWORD)=[^\s&]+/gi, '$1=…');
}

/** An address as it may be written down: without person, password and what follows the path, which may be a signature. */
export function withoutSignature(uri: string): string {
  return uri.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1').replace(/[?#].*$/, '');
}
