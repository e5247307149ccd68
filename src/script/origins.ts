import { hash } from 'node:crypto';
import type { MappedText } from '../sql/position-map.ts';
import type { Range, SentSql, Statement } from '../types.ts';

/** What ranges of a script are in its SQL, by the range itself: one place of a script may send several texts. */
export interface Origins {
  /** A text that notes what each range is that it gives. */
  noting(text: MappedText): MappedText;
  /** Notes a statement for its operations. */
  noteStatement(statement: Statement, sql: string): void;
  words(range: Range): string | undefined;
  /** The statement of an operation's range. */
  statement(range: Range): SentSql | null;
}

/** For people; the digest tells the rest. */
const longest = 200;

/** A memory of ranges; what is not used any more is forgotten. */
export function newOrigins(): Origins {
  const words = new WeakMap<Range, string>();
  const statements = new WeakMap<Range, { readonly sql: string; known: string | null }>();
  return {
    noting({ text, map }) {
      const toSource = (range: Range): Range => {
        const [start, end] = map.toSource(range);
        const found: Range = [start, end];
        words.set(found, text.slice(...range));
        return found;
      };
      return { text, map: { ...map, toSource } };
    },
    noteStatement({ operations }, sql) {
      const statement = { sql, known: null };
      for (const { range } of operations) statements.set(range, statement);
    },
    words: (range) => words.get(range),
    statement(range) {
      const found = statements.get(range);
      if (!found) return null;
      found.known ??= digest(found.sql);
      return { words: found.sql.slice(0, longest), digest: digest(`${found.known} ${tidy(words.get(range) ?? '')}`) };
    },
  };
}

const tidy = (sql: string) => sql.replace(/\s+/g, ' ').trim();
const digest = (sql: string) => hash('sha256', tidy(sql), 'base64url');
