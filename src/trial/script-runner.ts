import { join } from 'node:path';
import type { SentText } from '../engine/engine.ts';
import type { Direction, Migration } from '../types.ts';
import type { Runner } from './cycle.ts';
import type { Stumble } from './perform.ts';
import type { Stage } from './stage.ts';

/** What a script has sent the last time that it was run, by direction. */
export interface Capture {
  readonly sent: Record<Direction, readonly SentText[] | null>;
  /** Why it cannot be run here, as its framework said it; null while it can. */
  obstacle: string | null;
}

/** A script to run. */
interface Script extends Pick<Migration, 'path' | 'adapter'> {
  readonly undo: Migration['undo'] | null;
  /** What is run in place of what the file holds; null for that. */
  readonly text: string | null;
}

/** Runs a script by its framework. */
export function scriptRunner(
  { path, adapter, undo, text }: Script,
  root: string,
): { readonly runner: Runner; readonly capture: Capture } {
  const capture: Capture = { sent: { up: null, down: null }, obstacle: null };
  const run = async (stage: Stage, direction: Direction): Promise<Stumble | null> => {
    const isInside = stage.kind === 'savepoints';
    const { failure, sent, obstacle } = await stage.database.drive({ framework: adapter, root, path: join(root, path), text, direction, isInside });
    capture.sent[direction] = sent;
    capture.obstacle ??= obstacle;
    if (obstacle !== null) return { piece: null, failure: { kind: 'refused', code: '', message: obstacle } };
    if (failure) return { piece: null, failure, sent: sent.findLast((text) => text.failed) ?? null };
    const late = await stage.commit();
    return late && { piece: null, failure: late };
  };
  const goesBack = undo?.kind === 'section';
  return { runner: { up: (stage) => run(stage, 'up'), down: goesBack ? (stage) => run(stage, 'down') : null }, capture };
} // prettier-ignore
