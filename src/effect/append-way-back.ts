import { isScript } from '../config/defaults.ts';
import { withLineEndsOf } from '../line-ends.ts';
import { parse } from '../sql/postgres.ts';
import { tokenize } from '../sql/tokens.ts';
import type { Edit, Migration, Section, Suggestion } from '../types.ts';

/** Writes what is missing of the way back into the same file, as far as it can be written out; null where it is another file. */
export function appendWayBack(migration: Migration, sql: string): Suggestion | null {
  const { path, text, adapter, undo, sections } = migration;
  // A way back in comments belongs to one changeset of several.
  if (isScript(path) || adapter === 'liquibase') return null;
  const down = sections.findLast(({ direction }) => direction === 'down');
  const inTransaction = (down ?? sections[0])?.transaction ?? true;
  const lines = sql.split('\n').filter((line) => isComplete(line) && !(inTransaction && /\bCONCURRENTLY\b/.test(line)));
  if (lines.length === 0) return null;
  const written = lines.join('\n');
  const isMissing = undo.kind === 'missing' && undo.expected.startsWith('--');
  if (undo.kind === 'section' && down)
    return { message: 'Add what undoes it to the down section', edits: atEndOf(down, text, written) };
  if (!isMissing) return null;
  const before = text === '' || /[\n\r]$/.test(text) ? '' : '\n';
  const appended = withLineEndsOf(text, `${before}\n${undo.expected}\n${written}\n`);
  return {
    message: 'Add a down section that undoes it',
    edits: [{ range: [text.length, text.length], text: appended }],
  };
}

function isComplete(line: string): boolean {
  return line !== '' && !/^--|…|<[^<>]+>/.test(line) && parse(line).ok;
}

/** After all that stands in a section; its last statement may lack a semicolon. */
function atEndOf({ range, statements }: Section, text: string, written: string): readonly Edit[] {
  const end = range[0] + text.slice(...range).trimEnd().length;
  const last = statements.at(-1)?.range[1];
  const isOpen = last !== undefined && tokenize(text, [last, end]).length === 0;
  const closed: readonly Edit[] = isOpen ? [{ range: [last, last], text: ';' }] : [];
  const appended = withLineEndsOf(text, `\n${written}`);
  if (isOpen && last === end) return [{ range: [end, end], text: `;${appended}` }];
  return [...closed, { range: [end, end], text: appended }];
} // prettier-ignore
