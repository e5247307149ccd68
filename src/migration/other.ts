import type { Changes, Migration, Range, SourceFile, Statement, Subject } from '../types.ts';
import { baseOf } from './path.ts';

/** What is judged besides migrations: no statement of it is read. */
export function readOther({ path, text, problem }: SourceFile, subject: Subject, changes: Changes | null): Migration {
  const range: Range = [0, 0];
  const statements = problem === undefined ? [] : [unverifiable(problem, range)];
  const change = changes?.of(path) ?? null;
  return {
    path,
    text,
    adapter: 'plain',
    sections: [{ direction: 'up', range, transaction: false, statements }],
    undo: { kind: 'itself' },
    header: null,
    filename: { name: baseOf(path), version: null, convention: null, valid: true, duplicates: [] },
    comments: [],
    words: (place) => text.slice(...place),
    rewrite: () => null,
    subject,
    // Of a merge, what it only takes over is not its doing.
    history:
      changes && (change !== null || subject === 'commit message')
        ? {
            change: change ?? { kind: 'added' },
            published: null,
            later: [],
            namesakes: [],
            sharesVersion: false,
            free: null,
            migrations: changes.migrations,
          }
        : null,
    receipt: () => ({ kind: 'missing' }),
  };
}

/** A statement that runs what cannot be seen. */
export function unverifiable(what: string, range: Range): Statement {
  const context = { place: 'plain', dynamic: false, conditions: [], handlers: [] } as const;
  return { range, operations: [{ kind: 'unverifiable', what, range, guard: 'unneeded', context }] };
}
