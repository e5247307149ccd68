import { linted } from '../report/linted.ts';
import type { Linted } from '../report/reporter.ts';
import type { TrialResult } from './result.ts';

/** What became of a migration, for the reports. */
export function reported(result: TrialResult): Linted {
  if (result.kind === 'untestable') return { ...linted({ path: result.path, text: '' }, []), trial: { untestable: result.reason } };
  const { source, findings, engine, steps, opinions, notes, locks, milliseconds, when, live } = result;
  return { ...linted(source, findings), trial: { engine, steps, opinions, notes, locks, milliseconds: Math.round(milliseconds), when, unchanged: !live } };
} // prettier-ignore
