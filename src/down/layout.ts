import { isScript } from '../config/defaults.ts';
import type { Change, Step } from '../new/change.ts';
import { comments, stepsSql, type Draft } from '../new/draft.ts';
import { scriptLayouts, type Flavour } from '../new/script-layouts.ts';
import { sqlLayouts, type SqlLayout } from '../new/sql-layouts.ts';
import type { FrameworkName } from '../project/framework-kinds.ts';
import type { Migration } from '../types.ts';
import { commentOf, type Line } from './line.ts';

/** Steps of a way back: comments stand before the statement that they are about. */
export function stepsOf(lines: readonly Line[]): readonly Step[] {
  return lines.map((line) => ({ sql: line.kind === 'sql' ? line.sql : `-- ${commentOf(line)}` }));
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

/** The `down` of a script, with one call of its framework for each statement; null where it has no such form. */
export function scriptText(migration: Migration, steps: readonly Step[]): string | null {
  const layout = scriptLayouts[migration.adapter as FrameworkName];
  if (!layout) return null;
  const text = layout.text(draftOf(migration, steps, false), flavourOf(migration));
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^\s*(?:(?:export|async|override|const|function)\s+|exports\.)*down\b/.test(line));
  const indent = /^\s*/.exec(lines[start] ?? '')?.[0] ?? '';
  const end = lines.findIndex((line, index) => index > start && line.startsWith(`${indent}}`));
  if (start < 0 || end < 0) return null;
  return `${lines.slice(start, end + 1).map(withoutCall).join('\n')}\n`;
} // prettier-ignore

/** A comment is none of the database's business. */
const withoutCall = (line: string) => line.replace(/^(\s*)\S.*?`-- (.*)`.*$/, '$1// $2');

function flavourOf({ path, text }: Migration): Flavour {
  if (/\.[mc]?ts$/.test(path)) return 'ts';
  return isScript(path) && /\b(?:module\.)?exports\b/.test(text) ? 'cjs' : 'esm';
}
