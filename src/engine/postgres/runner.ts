import type { Drive, Driven } from '../engine.ts';
import type { Line } from '../line.ts';
import { driveOver, lineToScripts } from '../scripts.ts';
import type { ServerQuestion, ServerTarget } from './script-worker.ts';

/** Has scripts run on a server, in a process that is used again for the same project. */
export interface ScriptRunner {
  run(drive: Drive, settings: { readonly target: ServerTarget; readonly timeout: number }): Promise<Driven>;
  end(): Promise<void>;
}

/** A runner; its files are beside the program's. */
export function scriptRunner(program: string): ScriptRunner {
  let current: { readonly root: string; readonly line: Line<ServerQuestion> } | null = null;
  const end = async () => {
    await current?.line.end();
    current = null;
  };
  return {
    end,
    async run(drive, { target, timeout }) {
      if (current?.root !== drive.root) await end();
      current ??= { root: drive.root, line: lineToScripts(new URL('./host.js', program), new URL('./script-worker.js', program), drive.root) };
      const driven = await driveOver(current.line, { drive, given: { target }, timeout });
      if (driven.failure && driven.failure.kind !== 'refused') await end();
      return driven;
    },
  };
} // prettier-ignore
