import { lines } from '../src/lines.ts';
import { paintFor } from '../src/report/paint.ts';
import type { Failed, FileResult, Reporter, View } from '../src/report/reporter.ts';
import { addToTally, emptyTally } from '../src/report/tally.ts';
import type { Finding } from '../src/types.ts';

/** A view without colours, of a project that is a repository's top. */
export const view: View = {
  root: '/project',
  cwd: '/project',
  top: '/project',
  onGitHub: false,
  paint: paintFor(false, {}, null),
  links: false,
  width: 60,
};

/** Words of a text, by their ends where they are not one piece. */
export type Words = string | { readonly from: string; readonly to: string };

/** A finding on the given words. */
export function finding(text: string, words: Words, more: Partial<Finding> = {}): Finding {
  const [from, to] = typeof words === 'string' ? [words, words] : [words.from, words.to];
  const start = text.indexOf(from);
  const end = text.indexOf(to, start) + to.length;
  if (start < 0) throw new Error(`no ${from} in the text`);
  const [first, last] = [lines(text).locate(start), lines(text).locate(end)];
  return {
    rule: 'no-drop-table',
    level: 3,
    severity: 'error',
    message:
      'Dropping table "users" destroys every row for good.\n-- Rename it:\nALTER TABLE users RENAME TO users_old;',
    messageId: 'drop',
    data: {},
    range: [start, end],
    statement: [start, end],
    line: first.line,
    column: first.column,
    endLine: last.line,
    endColumn: last.column,
    url: 'https://example.org/no-drop-table',
    approval: null,
    ...more,
  };
}

/** What a reporter writes for these results. */
export function reported(reporter: Reporter, results: readonly FileResult[]): string {
  return (
    results.map((result) => reporter.file(result)).join('') + reporter.end(results.reduce(addToTally, emptyTally), 345)
  );
}

const text = '-- old\nDROP TABLE users;\nDELETE FROM "a\u001b[2J";\n';
/** An error that destroys data, a warning before it, and a permitted one after it. */
export const drop = finding(text, 'DROP TABLE users');
export const warning = finding(text, '-- old', {
  rule: 'template-header',
  level: 1,
  severity: 'warn',
  message: 'The header lacks Author.',
  url: 'https://example.org/template-header',
});
export const permitted = finding(text, 'DELETE', {
  rule: 'no-unscoped-delete',
  approval: { mode: 'inline', reason: 'table is empty, seen by Ann\u001b[2J' },
});

/** One file of each kind. */
export const linted = {
  kind: 'linted',
  path: 'db/1_old.sql',
  text,
  findings: [warning, drop, permitted],
} as const satisfies FileResult;
export const clean: FileResult = { kind: 'linted', path: 'db/2_clean.sql', text: '', findings: [] };
export const failed: Failed = { kind: 'failed', path: 'db/3_\u001bnew.sql', message: 'is not text', stack: null };

/** Results with thousands of findings in one long statement. */
export function thousands(amount: number): FileResult {
  const line = '  DELETE FROM users;\n';
  const whole = `DO $$ BEGIN\n${line.repeat(amount)}END $$;`;
  const findings = Array.from({ length: amount }, (_, index): Finding => {
    const start = 14 + index * line.length;
    const place = { line: index + 2, column: 3, endLine: index + 2, endColumn: 9 };
    return {
      ...drop,
      ...place,
      rule: 'no-unscoped-delete',
      range: [start, start + 6],
      statement: [0, whole.length - 1],
    };
  });
  return { kind: 'linted', path: 'db/long.sql', text: whole, findings };
}
