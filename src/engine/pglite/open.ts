import type { PGlite } from '@electric-sql/pglite';
import type { Answer, Database } from '../database.ts';
import { readFailure } from '../failure.ts';
import { noticeList } from '../notices.ts';
import { selectResult, selectText } from '../select.ts';

/** Runs a text on PGlite. */
export async function runOn(pglite: PGlite, sql: string): Promise<Answer> {
  const { notices, onNotice } = noticeList();
  try {
    await pglite.exec(sql, { onNotice });
    return { failure: null, notices };
  } catch (error) {
    return { failure: readFailure(error, sql) ?? { kind: 'died', code: '', message: firstLine(error) }, notices };
  }
}

/** The rows of a SELECT as JSON text. */
export async function rowsOn(pglite: PGlite, select: string): Promise<string> {
  const results = await pglite.exec(selectText(select));
  const [row] = results[selectResult]?.rows as [{ readonly found: string }];
  return row.found;
}

/** PGlite in this thread as a database. */
export function openDatabase(pglite: PGlite, version: number): Database {
  return {
    version,
    run: (sql) => runOn(pglite, sql),
    rows: async <Row extends object>(select: string) => JSON.parse(await rowsOn(pglite, select)) as readonly Row[],
  };
}

/** An exception of PGlite's may bring all of its source along. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0]?.slice(0, 500) ?? '';
}
