import { moveCommand, restoreCommand } from './git-commands.ts';
import { shorten } from './name-list.ts';
import type { Problem } from './rule.ts';
import type { Difference, Migration, Published } from './types.ts';

/** What may be wrong with what a change does to a migration that the base branch has. */
export type EditId =
  'edited' | 'back' | 'backGone' | 'comments' | 'renamed' | 'retitled' | 'moved' | 'deleted' | 'unknown';

/** What is wrong with the change of a migration that the base branch has. */
export function* editProblems(migration: Migration, published: Published): Generator<Problem<EditId>> {
  const place = placeProblem(migration, published);
  if (place) yield place;
  for (const difference of published.differences)
    if (!place || difference.kind !== 'comments') yield differenceProblem(difference, migration, published);
}

function placeProblem(migration: Migration, { path: from, place, direction }: Published): Problem<EditId> | null {
  const range = [0, 0] as const;
  const data = { from, restore: restoreCommand(from), move: moveCommand(migration.path, from), next: next(migration) };
  if (place === 'renamed') return { messageId: 'renamed', range, data };
  // Of a way back that goes with its migration, the migration says it.
  if (place === 'followed') return null;
  if (place === 'deleted' && direction === 'up') return { messageId: 'deleted', range, level: 3, data };
  if (place === 'deleted') return { messageId: 'backGone', range, data: { ...data, what: `has ${from}` } };
  if (place === 'kept' || direction === 'down') return null;
  if (place === 'retitled') return { messageId: 'retitled', range, level: 1, data };
  const [note, level] = movedNotes[migration.adapter] ?? movedElse;
  return { messageId: 'moved', range, level, data: { ...data, note } };
}

const movedElse = ['Its tool must look there from this change on, or it finds no migration at all.', 1] as const;
const movedNotes: Readonly<Record<string, readonly [note: string, level: 1 | 2]>> = {
  liquibase: [
    'Liquibase knows a changeset by the path of its file, unless that has a logicalFilePath: it runs it again.',
    2,
  ],
  plain: ['A tool that knows a migration by its path runs it a second time.', 2],
};

function differenceProblem(difference: Difference, migration: Migration, { path }: Published): Problem<EditId> {
  if (difference.kind === 'unknown') return { messageId: 'unknown', range: [0, 0] };
  const { range } = difference;
  const data = { restore: restoreCommand(path), next: next(migration) };
  if (difference.kind === 'comments') return { messageId: 'comments', level: 1, range, data };
  if (difference.kind === 'manner') {
    const what = 'a line that tells its tool how to run it is different there';
    if (difference.direction === 'up') return { messageId: 'edited', range, data: { ...data, what } };
    return { messageId: 'back', range, level: 1, data: { what: 'tells the tool to run it in another way' } };
  }
  const { kind, direction } = difference;
  const was = `\`${shorten(difference.was)}\``;
  if (direction === 'up') return { messageId: 'edited', range, data: { ...data, what: edits[kind](was) } };
  return kind === 'removed'
    ? { messageId: 'backGone', range, data: { ...data, what: `has ${was}` } }
    : { messageId: 'back', range, level: 1, data: { what: kind === 'added' ? 'lacks this' : `has ${was} here` } };
}

const edits = {
  changed: (was: string) => `${was} stands there in place of this`,
  added: () => 'this statement is not in it',
  removed: (was: string) => `${was} is there as well`,
};

/** What to write instead. */
function next({ adapter, history }: Migration): string {
  if (adapter === 'liquibase') return 'a new changeset';
  if (adapter === 'sqitch') return 'a new change (sqitch add, or sqitch rework)';
  const free = history?.free ?? null;
  return free === null ? 'a new migration' : `a new migration, such as ${free}`;
}
