import { split } from '../sql/split.ts';

/** What a statement does to the transaction as a whole. */
export type Control = 'begin' | 'commit' | 'rollback' | 'mode';

const words: readonly (readonly [Control, RegExp])[] = [
  ['begin', /^(?:BEGIN|START\s+TRANSACTION)\b/i],
  ['commit', /^(?:COMMIT(?!\s+PREPARED)|END)\b/i],
  ['rollback', /^(?:ROLLBACK(?!\s+(?:(?:WORK|TRANSACTION)\s+)?TO\b|\s+PREPARED\b)|ABORT)\b/i],
  ['mode', /^SET\s+(?:LOCAL\s+)?TRANSACTION\b/i],
];

/** The statements of a text, each with what it does to the transaction, or null. */
export function controlsIn(text: string): readonly { readonly sql: string; readonly control: Control | null }[] {
  return split(text).chunks.map(({ range }) => {
    const sql = text.slice(...range);
    return { sql, control: words.find(([, pattern]) => pattern.test(sql))?.[0] ?? null };
  });
}
