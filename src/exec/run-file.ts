import { differences, type Difference } from '../trial/catalog/differences.ts';
import { fingerprint, type Fingerprint } from '../trial/catalog/fingerprint.ts';
import { expectations } from './expected.ts';
import { fateOf } from './fate.ts';
import { invalidIndexes, invalidWords } from './invalid-indexes.ts';
import type { Judged } from './judge.ts';
import { perform, type Course, type Ran } from './perform.ts';
import type { ExecSession } from './session.ts';
import { verify } from './verify.ts';

/** What came of one migration. */
export interface FileRun {
  readonly course: Course;
  readonly milliseconds: number;
  readonly changes: readonly Difference[];
  /** How many objects are as the migration says. */
  readonly agreed: number;
  /** What is not as it should be besides what failed, in words. */
  readonly problems: readonly string[];
  /** The schema afterwards; null where it could not be read. */
  readonly after: Fingerprint | null;
}

/** The sessions, and how to run. */
export interface Ground {
  readonly control: ExecSession;
  readonly worker: ExecSession;
  readonly isDry: boolean;
  /** The schema before. */
  readonly before: Fingerprint;
  /** The indexes that were of no use before. */
  readonly invalid: readonly string[];
  isStopped(): boolean;
  tell(ran: Ran): void;
}

/** Runs one migration and looks at what it has done. */
export async function runFile({ batches }: Judged, ground: Ground): Promise<FileRun> {
  const { control, worker, isDry, before, invalid } = ground;
  const started = performance.now();
  const expected = expectations();
  const observe = async (ran: Ran) => {
    ground.tell(ran);
    if (worker.isLost() || worker.status() === 'E') return;
    // Where the session is gone, the next statement tells.
    expected.note(ran.piece.operations, await worker.schemas().catch(() => []));
  };
  const course = await perform(batches, worker, { isDry, isStopped: () => ground.isStopped(), observe, fateOf: (id) => fateOf(id, control) });
  const milliseconds = performance.now() - started;
  if (isDry && course.failed) return { course, milliseconds, changes: [], agreed: 0, problems: [], after: null };
  try {
    const after = await fingerprint(isDry ? worker : control);
    const { agreed, mismatches } = course.failed ? { agreed: 0, mismatches: [] } : verify(expected.all(), before, after);
    const left = invalidWords(invalid, await invalidIndexes(control));
    return { course, milliseconds, changes: differences(before, after), agreed, problems: [...mismatches, ...left], after };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { course, milliseconds, changes: [], agreed: 0, problems: [`the schema could not be read afterwards: ${reason}`], after: null };
  }
} // prettier-ignore
