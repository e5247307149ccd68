import { readRecords, type ApprovalFacts } from '../approval/permissions.ts';
import type { Trace } from '../cache/trace.ts';
import { resolve } from '../config/resolve.ts';
import type { Config } from '../config/types.ts';
import { diskFiles, readSource } from '../files/disk.ts';
import { lintSource } from '../lint.ts';
import { linted } from '../report/linted.ts';
import { failure } from '../report/failure.ts';
import type { FileResult } from '../report/reporter.ts';
import { loadScriptReader } from '../script-reader.ts';
import type { Changes, Files, Migration, SourceFile } from '../types.ts';

/** What all files of a run are checked with. Plain data: it crosses to worker threads. */
export interface Job {
  readonly config: Config;
  /** Whether a second reader must agree on what is destructive. */
  readonly crossCheck: boolean;
  /** Whether to note what each verdict rests on, for the cache. */
  readonly trace: boolean;
  /** What is known of approvals on record besides their files. */
  readonly facts: ApprovalFacts;
  /** Whether files are fixed; null for no. */
  readonly fixing: Fixing | null;
}

/** How files are fixed. */
export interface Fixing {
  /** Whether they are written. */
  readonly write: boolean;
  /** Paths of files that the base branch has: databases may have run them as they are. */
  readonly published: ReadonlySet<string>;
}

/** A file's result with what it rests on; the trace is null when none was asked for or the file could not be checked. */
export interface Checked {
  readonly result: FileResult;
  readonly trace: Trace | null;
}

/** Checks files one at a time; whatever happens to a file becomes its result. */
export interface Checker {
  file(path: string): Checked;
  source(source: SourceFile): Checked;
}

/** Files other than those on disk, and what changes in them. */
export interface Place {
  readonly files: Files;
  readonly changes: Changes;
}

/** A checker of these paths for a job; the files around those that it checks are on disk unless a place is given. */
export async function checkerFor(job: Job, paths: readonly string[], place: Place | null = null): Promise<Checker> {
  const secondReader = job.crossCheck ? await loadSecondReader() : null;
  const tracer = job.trace ? await import('../cache/trace.ts') : null;
  const around = place?.files ?? diskFiles(job.config.root);
  const adapterOf = (path: string) => resolve(job.config, path).adapter;
  const scripts = await loadScriptReader(paths, { files: around, adapterOf });
  const context = { secondReader, scripts, changes: place?.changes ?? null, facts: job.facts };
  // What time ends must not be remembered.
  const onRecord = new Set(tracer ? readRecords(around).map(({ record }) => record?.file) : []);
  const judge = (source: SourceFile): Checked => {
    const config = resolve(job.config, source.path);
    const traced = tracer?.traced(around);
    const { findings } = lintSource(source, traced?.files ?? around, config, context);
    return {
      result: linted(source, findings),
      trace: tracer && traced && !onRecord.has(source.path) ? tracer.traceOf(source, config, traced.asked()) : null,
    };
  };
  const fixer = job.fixing && (await import('../fix/fix-file.ts')).fixer(job.config, job.fixing, around, context);
  const inText = fixer ? (source: SourceFile) => untraced(fixer.source(source)) : judge;
  const onDisk = fixer
    ? (path: string) => untraced(fixer.file(path))
    : (path: string) => judge(readSource(job.config.root, path));
  return {
    source: (source) => guarded(source.path, () => inText(source)),
    file: (path) => guarded(path, () => onDisk(path)),
  };
}

const untraced = (result: FileResult): Checked => ({ result, trace: null });

async function loadSecondReader(): Promise<(migration: Migration) => Migration> {
  return (await import('../sql/second-opinion.ts')).crossCheck;
}

function guarded(path: string, check: () => Checked): Checked {
  try {
    return check();
  } catch (error) {
    return { result: failure(path, error), trace: null };
  }
}
