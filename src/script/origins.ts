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
  /** The text that a range was taken from, and where it stands in it. */
  origin(range: Range): Origin | undefined;
  /** The statement of an operation's range. */
  statement(range: Range): SentSql | null;
}

/** A place in a text that a script sends. */
export interface Origin {
  readonly text: MappedText;
  readonly range: Range;
}

/** For people; the digest tells the rest. */
const longest = 200;

/** A memory of ranges; what is not used any more is forgotten. */
export function newOrigins(): Origins {
  const origins = new WeakMap<Range, Origin>();
  const wordsOf = (range: Range) => {
    const origin = origins.get(range);
    return origin?.text.text.slice(...origin.range);
  };
  const statements = new WeakMap<Range, { readonly sql: string; known: string | null }>();
  return {
    noting(text) {
      const toSource = (range: Range): Range => {
        const [start, end] = text.map.toSource(range);
        const found: Range = [start, end];
        origins.set(found, { text, range });
        return found;
      };
      return { text: text.text, map: { ...text.map, toSource } };
    },
    noteStatement({ operations }, sql) {
      const statement = { sql, known: null };
      for (const { range } of operations) statements.set(range, statement);
    },
    words: wordsOf,
    origin: (range) => origins.get(range),
    statement(range) {
      const found = statements.get(range);
      if (!found) return null;
      found.known ??= digest(found.sql);
      return { words: found.sql.slice(0, longest), digest: digest(`${found.known} ${tidy(wordsOf(range) ?? '')}`) };
    },
  };
}

const tidy = (sql: string) => sql.replace(/\s+/g, ' ').trim();
const digest = (sql: string) => hash('sha256', tidy(sql), 'base64url');
