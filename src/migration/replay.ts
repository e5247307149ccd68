import { isScript } from '../config/defaults.ts';
import type { Replay } from '../replay-types.ts';
import { applySql } from '../sql/shape/apply.ts';
import { blur } from '../sql/shape/blur.ts';
import { compareShapes } from '../sql/shape/compare.ts';
import { obstacleTo } from '../sql/shape/obstacles.ts';
import { type Draft, draftOf, type Shape } from '../sql/shape/shape.ts';
import type { Files, Migration, Operation, SourceFile, Statement } from '../types.ts';
import { adapters } from './adapters/index.ts';
import { pathsBefore } from './chain.ts';
import type { ReadSettings } from './read.ts';

/** Reads what an earlier migration does. */
export type Read = (source: SourceFile, files: Files, settings: ReadSettings & { readonly adapter: string }) => Pick<Migration, 'sections' | 'words'>; // prettier-ignore

/** What stands after a migration of the chain. */
interface State {
  readonly path: string;
  readonly text: string;
  readonly shape: Shape;
  readonly gone: ReadonlySet<string>;
}

// A chain is run once, not once for each of its files: what is remembered lives as long as the list of its names.
const chains = new WeakMap<readonly string[], Map<string, State[]>>();

/** Runs a migration up and down behind its chain; null where it has no way back or the chain cannot be read here. */
export function replay(migration: Migration, files: Files, settings: ReadSettings, read: Read): Replay | null {
  const { undo, sections, words } = migration;
  if (undo.kind !== 'section' && undo.kind !== 'file') return null;
  const before = stateBefore(migration, files, settings, read);
  if (!before) return null;
  const draft = draftOf(before.shape, before.gone);
  for (const { direction, statements } of sections) if (direction === 'up') run(draft, statements, words);
  draft.search = 'public';
  const text = undo.kind === 'file' ? (files.read(undo.path) ?? '') : '';
  const wordsBack: Migration['words'] = undo.kind === 'file' ? (range) => text.slice(...range) : words;
  const trapped = trappedIn(migration, text, files);
  const obstacle = trapped === null ? runBack(draft, statementsBack(migration), wordsBack) : ({ kind: 'transaction', what: trapped } as const);
  return { changes: obstacle ? [] : compareShapes(before.shape, draft.things, draft.doubtful), obstacle };
} // prettier-ignore

/** Liquibase undoes its changesets from the last to the first. */
function statementsBack({ undo, sections, adapter }: Migration): readonly Statement[] {
  if (undo.kind !== 'section' && undo.kind !== 'file') return [];
  if (undo.kind === 'file' || adapter !== 'liquibase') return undo.statements;
  const downs = sections.filter(({ direction }) => direction === 'down');
  return downs.toReversed().flatMap(({ statements }) => statements);
}

function runBack(draft: Draft, statements: readonly Statement[], words: Migration['words']): Replay['obstacle'] {
  for (const statement of statements) {
    const obstacle = statement.operations.every(isPlain) ? obstacleTo(draft, words(statement.range)) : null;
    if (obstacle) return obstacle;
    run(draft, [statement], words);
  }
  return null;
}

const isPlain = ({ context: { place, dynamic } }: Operation) => place === 'plain' && !dynamic;

/** What runs under a condition, or cannot be read, is not known afterwards. */
function run(draft: Draft, statements: readonly Statement[], words: Migration['words']): void {
  for (const { range, operations } of statements) {
    const isRead = applySql(draft, words(range));
    for (const operation of operations) if (!isRead || !isPlain(operation)) blur(draft, operation);
  }
}

/** The words of the way back that its transaction does not allow. */
function trappedIn({ undo, sections, path, adapter }: Migration, text: string, files: Files): string | null {
  if (undo.kind !== 'section' && undo.kind !== 'file') return null;
  const alone = undo.statements.flatMap(({ operations }) => operations).find(isConcurrent);
  if (!alone) return null;
  // What a person has put there by hand, a person runs.
  if (undo.kind === 'file' && adapters[adapter]?.wayBack(path, files).kind === 'none') return null;
  const source = undo.kind === 'file' ? { path: undo.path, text } : null;
  const parts = source && adapters[adapter]?.parts(source, 'down', files);
  const inTransaction = parts
    ? parts.some(({ sending }) => sending === 'transaction' || (sending === 'batch' && undo.statements.length > 1))
    : sections.some(({ direction, transaction }) => direction === 'down' && transaction);
  return inTransaction && !isScript(path) ? `${alone.kind.toUpperCase()} INDEX CONCURRENTLY` : null;
} // prettier-ignore

const isConcurrent = (operation: Operation) =>
  (operation.kind === 'create' || operation.kind === 'drop') && operation.concurrently;

function stateBefore(migration: Migration, files: Files, settings: ReadSettings, read: Read): Pick<State, 'shape' | 'gone'> | null {
  const paths = pathsBefore(migration, files);
  const known = rememberedFor(migration, files, settings);
  let state: Pick<State, 'shape' | 'gone'> = { shape: new Map(), gone: new Set() };
  for (const [index, path] of paths.entries()) {
    const text = files.read(path) ?? '';
    const kept = known[index];
    if (kept?.path !== path || kept.text !== text) {
      if (isScript(path) && !settings.scripts) return null;
      // What follows rests on it.
      known.length = index;
      known.push({ path, text, ...after(state, migration.adapter, { path, text }, files, settings, read) });
    }
    state = known[index] ?? state;
  }
  return state;
} // prettier-ignore

function rememberedFor({ path, adapter }: Migration, files: Files, { postgres }: ReadSettings): State[] {
  const folder = path.split('/').slice(0, adapters[adapter]?.identify(path, files).unit === 'folder' ? -2 : -1).join('/');
  const names = files.list(folder);
  const kept = chains.get(names) ?? new Map<string, State[]>();
  chains.set(names, kept);
  const key = `${adapter} ${postgres}`;
  const states = kept.get(key) ?? [];
  kept.set(key, states);
  return states;
} // prettier-ignore

function after(state: Pick<State, 'shape' | 'gone'>, adapter: string, source: SourceFile, files: Files, settings: ReadSettings, read: Read): Pick<State, 'shape' | 'gone'> {
  // Its tool runs it again whenever it changes, so its place in the order says nothing.
  if (adapters[adapter]?.repeats?.(source.path, files)) return state;
  const { sections, words } = read(source, files, { ...settings, adapter });
  const draft = draftOf(state.shape, state.gone);
  for (const { direction, statements } of sections) if (direction === 'up') run(draft, statements, words);
  return { shape: draft.things, gone: draft.gone };
} // prettier-ignore
