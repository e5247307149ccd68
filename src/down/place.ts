import { isIdle } from '../effect/way-back.ts';
import { withLineEndsOf } from '../line-ends.ts';
import { adapters } from '../migration/adapters/index.ts';
import { folderOf, within } from '../migration/path.ts';
import { tokenize } from '../sql/tokens.ts';
import type { Edit, Files, Migration, Section, Statement } from '../types.ts';
import { draftOf, fileText, layoutOf, sectionText, stepsOf, stepsText } from './layout.ts';
import { sql, type Line } from './line.ts';
import type { Undone } from './lines-of.ts';

/** Where a way back belongs, and the edits that put it there. */
export interface Placed {
  readonly sql: string;
  readonly path: string;
  readonly before: string | null;
  readonly edits: readonly Edit[];
  readonly obstacle: string | null;
}

/** Puts a way back where its framework looks for it. */
export function placeOf(migration: Migration, files: Files, undone: readonly Undone[], alone: boolean): Placed {
  const { path, text, undo } = migration;
  const nothing: Placed = { sql: '', path, before: text, edits: [], obstacle: null };
  const lines = undone.flatMap((each) => each.lines);
  if (lines.length === 0) return nothing;
  if (undo.kind === 'section') return intoSection(migration, files, lines);
  if (undo.kind === 'missing' && undo.expected.startsWith('--'))
    return migration.adapter === 'liquibase' ? intoChangesets(migration, undone) : asSection(migration, undo.expected, lines, alone);
  return asFile(migration, files, lines, alone);
} // prettier-ignore

/** Whether statements leave the database as it is. */
export const isEmpty = (statements: readonly Statement[]) =>
  statements.every(({ operations }) => operations.every(isIdle));

/** Why nothing is put in a place, with what to do. */
export const exists = (where: string) =>
  `${where} undoes something already, and nothing is overwritten; run farout-guard down without --write and take what is missing from what it prints`;

/** A part of the same file that is there. */
function intoSection(migration: Migration, files: Files, lines: readonly Line[]): Placed {
  const { path, text, undo, sections, adapter } = migration;
  const way = adapters[adapter]?.wayBack(path, files);
  const marker = way?.kind === 'section' ? way.marker : '--';
  const written = stepsText(migration, marker, stepsOf(lines));
  const down = sections.findLast(({ direction }) => direction === 'down');
  const full = undo.kind === 'section' && !isEmpty(undo.statements);
  return {
    sql: sectionText(migration, marker, stepsOf(lines), false),
    path,
    before: text,
    edits: down && !full ? [atEndOf(down, text, written)] : [],
    obstacle: full ? exists('the down section') : null,
  };
}

/** Behind all that stands in a section. */
function atEndOf({ range: [start, end] }: Section, text: string, written: string): Edit {
  const at = start + text.slice(start, end).trimEnd().length;
  return { range: [at, at], text: withLineEndsOf(text, `\n${written.trimEnd()}${at === text.length ? '\n' : ''}`) };
}

/** A part of the same file that is missing. */
function asSection(migration: Migration, marker: string, lines: readonly Line[], alone: boolean): Placed {
  const { path, text } = migration;
  const written = sectionText(migration, marker, stepsOf(lines), alone);
  const at = text.trimEnd().length;
  const edits = [
    ...closing(migration),
    { range: [at, text.length] as const, text: withLineEndsOf(text, `\n\n${written}`) },
  ];
  return { sql: written, path, before: text, edits, obstacle: null };
}

/** The last statement of the way up may lack its semicolon. */
function closing({ sections, text }: Migration): readonly Edit[] {
  const end = sections.at(-1)?.statements.at(-1)?.range[1];
  if (end === undefined || tokenize(text, [end, text.length]).length > 0) return [];
  return end === text.trimEnd().length ? [] : [{ range: [end, end], text: ';' }];
}

/** A file of its own. One that does nothing is replaced. */
function asFile(migration: Migration, files: Files, lines: readonly Line[], alone: boolean): Placed {
  const { undo, text } = migration;
  const path = pathOf(migration, files);
  const before = files.read(path);
  const written = withLineEndsOf(text, fileText(migration, stepsOf(inTransaction(migration, lines, alone)), alone));
  const full = undo.kind === 'file' && !isEmpty(undo.statements);
  const edits: readonly Edit[] = full ? [] : [{ range: [0, before?.length ?? 0], text: written }];
  return { sql: written, path, before, edits, obstacle: full ? exists(path) : null };
}

/** What runs up in a transaction of its own words does so on the way back. */
function inTransaction({ adapter, sections }: Migration, lines: readonly Line[], alone: boolean): readonly Line[] {
  const opens = sections.some(({ direction, statements }) =>
    direction === 'up' && statements.some(({ operations }) => operations.some((each) => each.kind === 'transaction' && each.action === 'begin' && each.context.place === 'plain')),
  );
  return opens && !alone && adapter !== 'sqitch' ? [sql('BEGIN'), ...lines, sql('COMMIT')] : lines;
} // prettier-ignore

/** Of the places by hand, the one that the framework would not run as one more migration. */
function pathOf(migration: Migration, files: Files): string {
  const { undo, path, adapter } = migration;
  if (undo.kind === 'file') return undo.path;
  const expected = undo.kind === 'missing' || undo.kind === 'unsupported' ? undo.expected : '';
  const way = adapters[adapter]?.wayBack(path, files);
  const known = way && way.kind !== 'section' ? way.paths : [];
  const [, back] = layoutOf(adapter).files(draftOf(migration, [], false));
  const wanted = back ? within(folderOf(path), back.path) : '';
  return undo.kind === 'unsupported' && known.includes(wanted) ? wanted : expected;
}

/** Liquibase's way back stands in comments at the end of each changeset. */
function intoChangesets(migration: Migration, undone: readonly Undone[]): Placed {
  const { path, text } = migration;
  const parts = undone.toReversed().flatMap(({ section, lines }) => {
    if (lines.length === 0) return [];
    const written = sectionText(migration, '--rollback', stepsOf(lines), false);
    return [{ written, edits: [...unsplit(section, text, lines), atEndOf(section, text, written)] }];
  });
  const sections = parts.map(({ written }) => written).join('\n');
  return { sql: sections, path, before: text, edits: parts.flatMap(({ edits }) => edits), obstacle: null };
}

/** It would cut a block at its semicolons. */
function unsplit({ range }: Section, text: string, lines: readonly Line[]): readonly Edit[] {
  const isCut = lines.some((line) => line.kind === 'sql' && line.sql.slice(0, -1).includes(';'));
  const match = /^--[ \t]*changeset[^\r\n]*/im.exec(text.slice(...range));
  if (!isCut || !match || /rollbackSplitStatements/i.test(match[0])) return [];
  const at = range[0] + match.index + match[0].length;
  return [{ range: [at, at], text: ' rollbackSplitStatements:false' }];
}
