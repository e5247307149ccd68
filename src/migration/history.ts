import type { Changes, Files, History, SourceFile } from '../types.ts';
import type { Adapter } from './adapter.ts';

/** What a migration's history is told by. */
interface Surroundings {
  readonly adapter: Adapter;
  /** The files after the change. */
  readonly files: Files;
  readonly changes: Changes;
}

/** What the change does to a migration, and what the base branch knows of it; null when the change does not touch it. */
export function readHistory({ path, text }: SourceFile, { changes }: Surroundings): History | null {
  const change = changes.of(path);
  if (!change) return null;
  const before = change.kind === 'renamed' ? change.from : path;
  const published = changes.base.read(before);
  return {
    change,
    published: published === null ? null : { path: before, difference: published === text ? 'none' : 'statements' },
    later: [],
    namesakes: [],
    migrations: changes.migrations,
  };
}
