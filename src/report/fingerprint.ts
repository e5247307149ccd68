import { hash } from 'node:crypto';
import type { Finding, Range } from '../types.ts';
import type { Linted } from './reporter.ts';

/**
 * What each finding is known by (43 characters of base64url): its rule, its statement and the words in it, white space aside; in a script
 * the SQL, which a constant or a loop may change while the words stay. It stays the same when lines move, when other statements change
 * and when messages are worded anew. Of equal findings in one file each has its own, by their order.
 */
export function fingerprints({ findings, baselined = [], text }: Linted): ReadonlyMap<Finding, string> {
  const seen = new Map<string, number>();
  const digestOf = digester(text);
  const inOrder = [...findings, ...baselined].sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]);
  return new Map(
    inOrder.map((finding) => {
      const { rule, statement, range, sent } = finding;
      const key = sent ? `${rule} ${sent.digest}` : `${rule} ${digestOf(statement)} ${digestOf(range)}`;
      const ordinal = seen.get(key) ?? 0;
      seen.set(key, ordinal + 1);
      return [finding, digest(`${ordinal} ${key}`)];
    }),
  );
}

/** Digests pieces of a text, each once: a long statement may hold thousands of findings. */
function digester(text: string): (range: Range) => string {
  const known = new Map<string, string>();
  return ([start, end]) => {
    const place = `${start}-${end}`;
    const made = known.get(place) ?? digest(text.slice(start, end).replace(/\s+/g, ' ').trim());
    known.set(place, made);
    return made;
  };
}

const digest = (text: string) => hash('sha256', text, 'base64url');
