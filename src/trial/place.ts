import { lines } from '../lines.ts';
import type { Range } from '../types.ts';
import type { Stumble } from './perform.ts';
import type { Subject } from './subject.ts';

/** The place that PostgreSQL names, else its statement; of a way back in another file its start. */
export function placeOf(
  { piece, failure, sent }: Stumble,
  { source, migration }: Subject,
  direction: 'up' | 'down' = 'up',
): Range {
  if (direction === 'down' && migration.undo.kind === 'file') return [0, 0];
  if (sent?.line) return lineAt(source.text, sent.line);
  if (!piece) return rangeOf(migration.sections, direction);
  if (failure.position === undefined) return piece.range;
  const start = piece.place(failure.position);
  const [word = ''] = /^(?:\w+|"[^"]*"|.)/.exec(source.text.slice(start)) ?? [];
  return [start, start + word.length];
}

/** A line without the white space around it; the first is 1. */
export function lineAt(text: string, line: number): Range {
  const all = text.split('\n');
  const start = all.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const written = all[line - 1] ?? '';
  return [start + written.length - written.trimStart().length, start + written.trimEnd().length];
}

/** What runs that way, from the first statement to the last. */
export function rangeOf(sections: Subject['migration']['sections'], direction: 'up' | 'down'): Range {
  const statements = sections.filter((section) => section.direction === direction).flatMap((section) => section.statements);
  const [first] = statements;
  return first ? first.range : [0, 0];
} // prettier-ignore

/** Where a way back in another file stumbles, as `path:line`; null where it is in the same file. */
export function placeInOther({ piece, failure }: Stumble, { wayBack, source }: Subject): string | null {
  if (!wayBack || wayBack.path === source.path) return null;
  if (!piece) return wayBack.path;
  const at = failure.position === undefined ? piece.range[0] : piece.place(failure.position);
  return `${wayBack.path}:${lines(wayBack.text).locate(at).line}`;
}
