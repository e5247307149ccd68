import { isScript } from '../config/defaults.ts';
import { resolve } from '../config/resolve.ts';
import type { Config } from '../config/types.ts';
import { lintSource } from '../lint.ts';
import type { ScriptReader } from '../script/read-script.ts';
import type { Changes, Files, Finding, Migration, SourceFile } from '../types.ts';
import type { Runner } from './cycle.ts';
import { adapterNamed } from '../migration/read.ts';
import { perform } from './perform.ts';
import { runnableOf, type Runnable } from './runnable.ts';
import { scriptRunner, type Capture } from './script-runner.ts';
import { standsAlone } from './stands-alone.ts';
import { withStubs, type Stubs } from './stub.ts';

/** What migrations are read and run with. */
export interface Surroundings {
  readonly config: Config;
  readonly files: Files;
  readonly scripts: ScriptReader | null;
  readonly changes: Changes | null;
  readonly stubs: Stubs;
  /** The path of a script that is run as it is in `files`, not as it is on disk. */
  readonly edited?: string;
}

/** A migration to run, with what the rules say of it. */
export interface Subject {
  readonly source: SourceFile;
  readonly migration: Migration;
  readonly findings: readonly Finding[];
  readonly runner: Runner;
  readonly needsCopies: boolean;
  /** Why it cannot be run here, or null. */
  readonly obstacle: string | null;
  /** Of a script: what it has sent. */
  readonly capture: Capture | null;
  /** Of SQL: what is run up. */
  readonly up: Runnable | null;
  /** Of SQL: what is run down. */
  readonly wayBack: Runnable | null;
}

/** Reads a migration, judges it, and gets it ready to run. */
export function subjectOf(source: SourceFile, around: Surroundings): Subject {
  const { config, files, scripts, changes } = around;
  const fileConfig = resolve(config, source.path);
  const { migration, findings } = lintSource(source, files, fileConfig, { scripts, changes });
  const needsCopies = migration.sections.some(({ statements }) => statements.some(({ operations }) => operations.some(standsAlone)));
  const common = { source, migration, findings, needsCopies };
  if (isScript(source.path)) {
    const text = source.path === around.edited ? source.text : null;
    const { runner, capture } = scriptRunner({ ...migration, text }, config.root);
    return { ...common, runner, obstacle: null, capture, up: null, wayBack: null };
  }
  const runnable = sqlOf(source, migration.adapter, around);
  const [up, down] = [runnable(source, 'up'), wayBack(migration, source, runnable, files)];
  const obstacle = up.obstacle ?? down?.obstacle ?? null;
  return { ...common, runner: runnerOf(up, down), obstacle, capture: null, up, wayBack: down };
} // prettier-ignore

/** The file with a migration's way back, where that is another. */
export function undoOf({ migration: { undo } }: Subject): string | null {
  return undo.kind === 'file' ? undo.path : null;
}

/** What runs a migration up, when nothing else is asked of it. */
export function upRunner(source: SourceFile, framework: string, around: Surroundings): { readonly runner: Runner; readonly obstacle: string | null } {
  if (isScript(source.path)) return { runner: scriptRunner({ path: source.path, adapter: framework, undo: null, text: null }, around.config.root).runner, obstacle: null };
  const up = sqlOf(source, framework, around)(source, 'up');
  return { runner: runnerOf(up, null), obstacle: up.obstacle };
} // prettier-ignore

type Read = (source: SourceFile, direction: 'up' | 'down') => Runnable;

function sqlOf({ path }: SourceFile, framework: string, { config, files, stubs }: Surroundings): Read {
  const { postgres } = resolve(config, path);
  const settings = { adapter: adapterNamed(framework), files, postgres };
  return (source, direction) => withStubs(runnableOf(source, direction, settings), stubs);
}

function wayBack({ undo }: Migration, source: SourceFile, read: Read, files: Files): Runnable | null {
  if (undo.kind === 'section') return read(source, 'down');
  if (undo.kind !== 'file') return null;
  const found: SourceFile = { path: undo.path, text: files.read(undo.path) ?? '' };
  const down = read(found, 'down');
  // Where people put it by hand, a tool may take it for one that runs up.
  return down.steps.length > 0 ? down : read(found, 'up');
}

function runnerOf(up: Runnable, down: Runnable | null): Runner {
  return {
    up: (stage, observe) => perform(up, stage, observe),
    down: down?.steps.some(({ pieces }) => pieces.length > 0) ? (stage) => perform(down, stage) : null,
  };
}
