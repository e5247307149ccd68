import { hash } from 'node:crypto';
import type { Finding } from '../types.ts';
import type { Linted } from './reporter.ts';

/**
 * What each finding is known by (43 characters of base64url): its rule, its statement and the words in it, white space aside.
 * It stays the same when lines move, when other statements change and when messages are worded anew. Of equal findings in one
 * file each has its own, by their order.
 */
export function fingerprints({ findings, baselined = [], text }: Linted): ReadonlyMap<Finding, string> {
  const seen = new Map<string, number>();
  const inOrder = [...findings, ...baselined].sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]);
  return new Map(
    inOrder.map((finding) => {
      const { rule, statement, range } = finding;
      const key = JSON.stringify([rule, plain(text.slice(...statement)), plain(text.slice(...range))]);
      const ordinal = seen.get(key) ?? 0;
      seen.set(key, ordinal + 1);
      return [finding, hash('sha256', `${ordinal} ${key}`, 'base64url')];
    }),
  );
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
