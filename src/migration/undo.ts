import { readStatements } from '../sql/read.ts';
import { verbatim } from '../sql/position-map.ts';
import type { Comment, Files, Section, Undo } from '../types.ts';
import type { Adapter, Identity } from './adapter.ts';
import { findIrreversible } from './irreversible.ts';

/** What is known of a migration when its way back is looked for. */
export interface Subject {
  readonly path: string;
  readonly identity: Identity;
  readonly sections: readonly Section[];
  readonly comments: readonly Comment[];
}

/**
 * Where a migration's way back is. A declaration that there is none comes first, then a part of the file itself, then another file.
 * Where the marker of a part is missing, `expected` is that marker, which begins with `--`; else it is a path.
 */
export function findUndo(subject: Subject, adapter: Adapter, files: Files, settings: { postgres: number }): Undo {
  const { path, identity, sections, comments } = subject;
  if (identity.direction === 'down') return { kind: 'itself' };
  const declared = findIrreversible(comments);
  if (declared) return declared;
  const downs = sections.filter(({ direction }) => direction === 'down');
  if (downs.length > 0) return { kind: 'section', statements: downs.flatMap(({ statements }) => statements) };
  const way = adapter.wayBack(path, files);
  if (way.kind === 'section') return { kind: 'missing', expected: way.marker };
  for (const candidate of way.paths) {
    const text = candidate === path ? null : files.read(candidate);
    if (text === null) continue;
    return { kind: 'file', path: candidate, statements: readStatements(verbatim(text, 0), settings).statements };
  }
  return { kind: way.kind === 'file' ? 'missing' : 'unsupported', expected: way.paths[0] ?? '' };
}
