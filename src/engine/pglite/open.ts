import type { PGlite } from '@electric-sql/pglite';
import type { Database, Notice } from '../database.ts';
import { readFailure } from '../failure.ts';
import { selectResult, selectText } from '../select.ts';

type Noticed = { readonly [Field in keyof Notice]?: Notice[Field] | undefined };

const mostNotices = 200;

/** PGlite as a database. */
export function openDatabase(pglite: PGlite, version: number): Database {
  return {
    version,
    async run(sql) {
      const notices: Notice[] = [];
      const onNotice = ({ severity = '', code = '', message = '' }: Noticed) => {
        if (notices.length < mostNotices) notices.push({ severity, code, message });
      };
      try {
        await pglite.exec(sql, { onNotice });
        return { failure: null, notices };
      } catch (error) {
        const failure = readFailure(error, sql);
        if (failure) return { failure, notices };
        const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
        return { failure: { kind: 'died', code: '', message }, notices };
      }
    },
    async rows<Row extends object>(select: string) {
      const results = await pglite.exec(selectText(select));
      const [row] = results[selectResult]?.rows as [{ readonly found: string }];
      return JSON.parse(row.found) as readonly Row[];
    },
  };
}
