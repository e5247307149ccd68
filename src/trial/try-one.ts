import type { Config } from '../config/types.ts';
import { isLost } from '../engine/failure.ts';
import { opinionsOf } from './agreement.ts';
import type { Bench } from './bench.ts';
import { type CycleReport, isFatal } from './cycle.ts';
import { findingsOf } from './findings.ts';
import { traceLocks } from './locks/trace-migration.ts';
import { notesOf } from './notes.ts';
import { obstacleIn, reachesBeyond } from './obstacle.ts';
import type { LockRow, TrialResult } from './result.ts';
import { compareSent, judgeSent } from './sent.ts';
import { stepsOf } from './steps.ts';
import { undoOf, type Subject } from './subject.ts';
import { unread } from './unread.ts';
import { inWords } from './words.ts';

/** What came of one trial. */
export interface Attempt {
  readonly result: TrialResult;
  /** Whether it has cost the database. */
  readonly isGone: boolean;
}

/** How to try. */
export interface Manner {
  readonly locks: boolean;
  /** The engine and its version. */
  readonly engine: string;
  /** The key of the state before. */
  readonly chain: string;
  /** The first of the migrations before that have not run, or null. */
  readonly missing: string | null;
  readonly config: Config;
}

/** Tries a migration on a bench. */
export async function tryOne(subject: Subject, bench: Bench, manner: Manner): Promise<Attempt> {
  const { path } = subject.source;
  const impossible = subject.obstacle ?? reachesBeyond(subject.migration, bench.engine);
  if (impossible !== null) return { result: { kind: 'untestable', path, reason: impossible }, isGone: false };
  try {
    return await attempt(subject, bench, manner);
  } catch (error) {
    if (!isLost(error)) throw error;
    return { result: { kind: 'untestable', path, reason: `the database was lost while it ran (${error.message})` }, isGone: true };
  }
} // prettier-ignore

async function attempt(subject: Subject, bench: Bench, { locks, engine, chain, missing, config }: Manner): Promise<Attempt> {
  const [started, when] = [performance.now(), new Date().toISOString()];
  const isScripted = subject.capture !== null && bench.engine.name === 'postgres';
  const report = await bench.tryOut({ runner: subject.runner, needsCopies: subject.needsCopies || isScripted });
  const [hasRun, isGone] = [!report.up, isFatal(report)];
  const reason = subject.capture?.obstacle ?? (await reasonOf(subject, report, bench, isGone ? null : missing));
  if (reason !== null) return { result: { kind: 'untestable', path: subject.source.path, reason }, isGone };
  const rows = locks && subject.up && hasRun && !isGone ? (await traceLocks(subject.up, bench)).map(rowOf) : [];
  const { source, migration } = subject;
  const up = subject.capture?.sent.up ?? null;
  const judged = up && judgeSent(up, source.path, config);
  const sent = judged && compareSent(migration.sections, judged);
  const findings = [...findingsOf(subject, report), ...(up && judged ? unread(subject, up, judged) : [])];
  // On another schema than the chain's a rule that knows the chain may well differ.
  const opinions = missing === null ? opinionsOf(migration, report) : [];
  const gap = missing === null ? [] : [`tried without ${missing}, which comes before it and does not run`];
  const told = { findings, steps: stepsOf({ report, findings }), opinions, notes: [...gap, ...notesOf(report, opinions, sent)], locks: rows };
  const milliseconds = performance.now() - started;
  const result: TrialResult = { kind: 'tried', source, undo: undoOf(subject), live: { subject, report, sent }, ...told, hasRun, milliseconds, when, chain, engine };
  return { result, isGone };
} // prettier-ignore

/** In words, why a failure says nothing about the migration. */
async function reasonOf({ source }: Subject, { up }: CycleReport, bench: Bench, missing: string | null): Promise<string | null> {
  if (up?.failure.kind !== 'refused') return null;
  const obstacle = await obstacleIn(up, bench, source.text);
  if (obstacle !== null) return obstacle;
  return missing === null || isOwn(up.failure.code) ? null : `${missing}, which comes before it, does not run: ${inWords(up)}`;
} // prettier-ignore

function rowOf({ piece, trace: { locks, rewrites, scans } }: Awaited<ReturnType<typeof traceLocks>>[number]): LockRow {
  return { sql: piece.sql, locks, rewrites, scans };
}

/** Whether a failure comes of the migration's own words: broken SQL, what is there already, transactions, the system (manual, "PostgreSQL Error Codes"). */
const isOwn = (code: string) => /^(?:42601|42701|42710|42809|42723|42P0[67]|0A000|25...|55...|57...|58...)$/.test(code);
