import picocolors from 'picocolors';
import type { Process } from '../process.ts';

/** Wraps text in colours, or leaves it as it is. */
export type Paint = ReturnType<typeof picocolors.createColors>;

/**
 * The colours for an output. A flag decides before `NO_COLOR`, that before `FORCE_COLOR`, that before what the output is.
 */
export function paintFor(isTerminal: boolean, env: Process['env'], flag: boolean | null): Paint {
  return picocolors.createColors(flag ?? environmentSays(env) ?? (isTerminal && env['TERM'] !== 'dumb'));
}

function environmentSays({ NO_COLOR, FORCE_COLOR }: Process['env']): boolean | null {
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return null;
}
