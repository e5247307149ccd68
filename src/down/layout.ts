import type { Change, Step } from '../new/change.ts';
import { comments, stepsSql, type Draft } from '../new/draft.ts';
import { sqlLayouts, type SqlLayout } from '../new/sql-layouts.ts';
import type { FrameworkName } from '../project/framework-kinds.ts';
import type { Migration } from '../types.ts';
import { commentOf, type Line } from './line.ts';

/** Steps of a way back: comments stand before the statement that they are about. */
export function stepsOf(lines: readonly Line[]): readonly Step[] {
  return lines.map((line) => ({ sql: line.kind === 'sql' ? line.sql : `-- ${commentOf(line)}` }));
}

/** The same for a script, where a comment is none of the database's business. */
export function scriptSteps(lines: readonly Line[]): readonly Step[] {
  return lines.map((line) => (line.kind === 'sql' ? { sql: line.sql } : { sql: '', notes: [commentOf(line)] }));
}

/** The layout of a migration's framework. */
export function layoutOf(adapter: string): SqlLayout {
  return sqlLayouts[adapter as FrameworkName] ?? sqlLayouts.plain;
}

/** A draft that only goes back. */
export function draftOf({ filename }: Migration, steps: readonly Step[], alone: boolean): Draft {
  const change: Change = { up: [], down: steps, affects: null, alone };
  const { name, version } = filename;
  return { name, words: [], version: version ?? '', description: name, author: null, header: [], change };
}

/** The text of a file of its own for the way back. */
export function fileText(migration: Migration, steps: readonly Step[], alone: boolean): string {
  const [, back] = layoutOf(migration.adapter).files(draftOf(migration, steps, alone));
  return back?.text ?? `${comments([`Undoes ${migration.filename.name}.`])}\n${stepsSql(steps)}`;
}

/** The part of the same file that the marker begins, with the words that its framework wants behind it. */
export function sectionText(migration: Migration, marker: string, steps: readonly Step[], alone: boolean): string {
  const [whole] = layoutOf(migration.adapter).files(draftOf(migration, steps, alone));
  const text = whole?.text ?? '';
  const at = text.indexOf(marker);
  return at < 0 ? `${marker}\n${stepsSql(steps)}` : text.slice(at);
}

/** The steps alone, for a part whose marker is there. */
export function stepsText(migration: Migration, marker: string, steps: readonly Step[]): string {
  const text = sectionText(migration, marker, steps, false);
  return text.slice(text.indexOf('\n') + 1).replace(/^\n/, '');
}
