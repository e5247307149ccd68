/**
 * The NUL-separated parts of what git prints. A name that is no UTF-8 is written with octal escapes, as git itself
 * shows it (`\377.sql`), so that two such names never become one.
 */
export function splitNames(output: Buffer): readonly string[] {
  const text = output.toString();
  if (!text.includes('\ufffd')) return text.split('\0');
  return output.toString('latin1').split('\0').map(fromBytes);
}

function fromBytes(latin: string): string {
  const bytes = Buffer.from(latin, 'latin1');
  const text = bytes.toString();
  if (Buffer.from(text).equals(bytes)) return text;
  return latin.replace(/[\x80-\xff]/g, (byte) => `\\${byte.charCodeAt(0).toString(8)}`);
}
