import type { Finding, SourceFile } from '../types.ts';
import type { Opinion } from './agreement.ts';
import type { CycleReport } from './cycle.ts';
import type { TableLock } from './locks/trace.ts';
import type { Comparison } from './sent.ts';
import type { Subject } from './subject.ts';

/** What became of one migration. */
export type TrialResult = Tried | Untestable;

/** A migration that nobody can say anything of here. */
interface Untestable {
  readonly kind: 'untestable';
  readonly path: string;
  readonly reason: string;
}

/** A migration that was run. */
export interface Tried extends Told {
  readonly kind: 'tried';
  readonly source: SourceFile;
  /** The file with its way back, where that is another. */
  readonly undo: string | null;
  /** All that is known of the run; null where what an earlier run has told is told again. */
  readonly live: Live | null;
}

/** All that is known of a run. */
interface Live {
  readonly subject: Subject;
  readonly report: CycleReport;
  /** Of a script: what it was read to send against what it has sent. */
  readonly sent: Comparison | null;
}

/** What a run tells, as plain data. */
export interface Told {
  /** Whether it runs up, so that the next ones may come after it. */
  readonly hasRun: boolean;
  readonly findings: readonly Finding[];
  readonly steps: readonly Step[];
  readonly opinions: readonly Opinion[];
  /** What a person may want to know besides, a line each. */
  readonly notes: readonly string[];
  readonly locks: readonly LockRow[];
  readonly milliseconds: number;
  /** When it ran: ISO 8601, UTC. */
  readonly when: string;
  /** Of the chain before it, with the engine: SHA-256. */
  readonly chain: string;
  /** The engine and its version, such as `pglite 18.6`. */
  readonly engine: string;
}

/** One of the five steps. */
export interface Step {
  readonly name: StepName;
  readonly state: StepState;
}

/** The steps in their order; the last is up once more. */
type StepName = 'up' | 'data' | 'again' | 'down' | 'upAgain';

/** `warned`: it depends on the rows that are there; `none`: it was not reached, or there is none. */
export type StepState = 'good' | 'warned' | 'bad' | 'none';

/** What one statement locks, writes anew and reads. */
export interface LockRow {
  readonly sql: string;
  readonly locks: readonly TableLock[];
  readonly rewrites: readonly string[];
  readonly scans: readonly { readonly table: string; readonly rows: number }[];
}
