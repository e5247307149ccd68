import { createHash } from 'node:crypto';

/** Whether a text, as UTF-8, is the file that git calls by an id; without asking git. */
export function hasId(text: string, id: string): boolean {
  const bytes = Buffer.from(text);
  const hash = createHash(id.length === 40 ? 'sha1' : 'sha256');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === id;
}
