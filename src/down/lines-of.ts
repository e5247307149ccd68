import { type Owed, owedIn } from '../effect/owed.ts';
import { adapters } from '../migration/adapters/index.ts';
import { read, type ReadSettings } from '../migration/read.ts';
import type { Files, Migration, Section } from '../types.ts';
import { verbatim } from '../sql/position-map.ts';
import { readStatements } from '../sql/read.ts';
import { placesAbout } from './about.ts';
import { back } from './back.ts';
import { pathsBefore } from '../migration/chain.ts';
import { guarded } from './guarded.ts';
import { irreversible, type Line, sql } from './line.ts';
import { type Past, toldBy } from './past.ts';

/** What undoes one section, from its last operation to its first. */
export interface Undone {
  readonly section: Section;
  readonly lines: readonly Line[];
}

/** What ran before a migration: the earlier ones of its folder. */
export function chainOf(migration: Migration, files: Files, settings: ReadSettings): Past {
  return pathsBefore(migration, files).flatMap((path) => {
    const text = files.read(path);
    // Its tool runs it again whenever it changes, so its place in the order says nothing.
    const isRepeated = adapters[migration.adapter]?.repeats?.(path, files) ?? false;
    return text === null || isRepeated ? [] : toldBy(read({ path, text }, files, settings));
  });
}

/** Undoes what each section of the way up does; the last section comes first. `isAllowed` tells where an index may be built concurrently. */
export function undoneLines(migration: Migration, chain: Past, isAllowed: (section: Section) => boolean): readonly Undone[] {
  const up = migration.sections.filter(({ direction }) => direction === 'up');
  const own = toldBy(migration);
  const at = new Map(own.map(({ operation }, index) => [operation, index]));
  const before = chain.map(({ operation }) => operation);
  const about = placesAbout(({ range }) => migration.words(range));
  const whole = migration.adapter === 'liquibase' ? null : owedIn(up, before, about);
  return up.toReversed().map((section) => {
    const statements = new Set(section.statements);
    const earlier = up.slice(0, up.indexOf(section)).flatMap((each) => each.statements.flatMap(({ operations }) => operations));
    // Each changeset is undone by itself.
    const all = whole ?? owedIn([section], [...before, ...earlier], about);
    const here = all.filter(({ statement }) => statements.has(statement)).toReversed();
    const lines = inSearchPath(here, migration, (each) => {
      const index = at.get(each.operation) ?? 0;
      const told = { migration, statement: each.statement, operation: each.operation };
      return back(each, { past: [...chain, ...own.slice(0, index)], rest: own.slice(index + 1), told });
    });
    return { section, lines: distinct(lines.flatMap((line) => finished(line, isAllowed(section)))) };
  });
} // prettier-ignore

/** Names without a schema mean what they meant on the way up. */
function inSearchPath(all: readonly Owed[], { words }: Migration, linesOf: (owed: Owed) => readonly Line[]): readonly Line[] {
  let current: string | null = null;
  const lines = all.flatMap((owed): readonly Line[] => {
    const own = linesOf(owed);
    const wanted = owed.searchPath ? words(owed.searchPath.range) : null;
    if (wanted === current || !own.some(({ kind }) => kind === 'sql')) return own;
    current = wanted;
    return [sql(wanted ?? 'RESET search_path'), ...own];
  });
  return lines;
} // prettier-ignore

function finished(line: Line, isConcurrent: boolean): readonly Line[] {
  if (line.kind !== 'sql') return [line];
  const wanted = isConcurrent ? line.sql : line.sql.replace(concurrently, '$1');
  return (line.guarded ? [wanted] : guarded(wanted)).map((text) =>
    isReadable(text) ? sql(text) : irreversible(`${text.slice(0, 60)} …: write it by hand`),
  );
}

/** What the words of earlier migrations do not give cleanly is not given at all. */
function isReadable(text: string): boolean {
  const { statements } = readStatements(verbatim(text, 0), { postgres: 18 });
  return statements.length === 1 && statements.every(({ operations }) => operations.every(({ kind }) => kind !== 'unparseable'));
} // prettier-ignore

const concurrently = /^((?:CREATE\s+(?:UNIQUE\s+)?|DROP\s+)INDEX\s+)CONCURRENTLY\s+/i;

/** What two operations of one statement say alike stands once. */
function distinct(lines: readonly Line[]): readonly Line[] {
  const textOf = (line: Line | undefined) => line && (line.kind === 'sql' ? line.sql : line.text);
  return lines.filter((line, index) => textOf(line) !== textOf(lines[index - 1]));
}
