import { env } from 'node:process';
import type { Failure } from './database.ts';
import type { Drive, Driven } from './engine.ts';
import { lineToProcess, type Line, type Reply } from './line.ts';

/** What a thread that has scripts run is asked, besides what it is asked for its engine. */
export type ScriptQuestion<Given> =
  { readonly kind: 'prepare'; readonly drive: Drive } | ({ readonly kind: 'drive'; readonly drive: Drive } & Given);

/** The answers, by the question's kind. */
export interface ScriptReplies {
  /** Why the script cannot be run here, or null. */
  readonly prepare: string | null;
  readonly drive: Driven;
}

/** To load a framework takes this long at most, in milliseconds, on a machine that has other things to do. */
const patience = 120_000;

/** Has a script run at the other end of a line; `timeout` in milliseconds, for the script alone. */
export async function driveOver<Given extends object>(
  line: Line<ScriptQuestion<Given>>,
  { drive, given, timeout }: { readonly drive: Drive; readonly given: Given; readonly timeout: number },
): Promise<Driven> {
  const ready = await line.ask<ScriptReplies['prepare']>({ kind: 'prepare', drive }, patience);
  if (ready.kind !== 'value') return { failure: lossOf(ready), sent: [], obstacle: null };
  if (ready.value !== null) return { failure: null, sent: [], obstacle: ready.value };
  const driven = await line.ask<ScriptReplies['drive']>({ kind: 'drive', drive, ...given }, timeout);
  return driven.kind === 'value' ? driven.value : { failure: lossOf(driven), sent: [], obstacle: null };
}

/** What a reply that brings no answer says about a database behind it. */
export function lossOf(reply: Exclude<Reply<unknown>, { kind: 'value' }>): Failure {
  return { kind: reply.kind === 'timeout' ? 'timeout' : 'died', code: '', message: reply.message };
}

/** How much of what scripts write is kept, in UTF-16 units. */
const mostOutput = 2000;

/**
 * A line to a worker in a process of its own, whose working folder is the project's; `file` is what the worker runs. What is written there
 * is told with the line's end.
 */
export function lineToScripts<Question>(host: URL, file: URL, root: string): Line<Question> {
  let output = '';
  const write = (text: string) => void (output = (output + text).slice(-mostOutput));
  const line = lineToProcess<Question>(host, { cwd: root, env: withoutDatabases(env), output: { write }, args: [file.href] });
  return {
    async ask<Value>(question: Question, timeout: number) {
      output = '';
      const reply = await line.ask<Value>(question, timeout);
      const isLost = reply.kind === 'timeout' || reply.kind === 'died';
      return isLost && output.trim() !== '' ? { ...reply, message: `${reply.message}; it wrote: ${output.trim()}` } : reply;
    },
    end: () => line.end(),
  };
} // prettier-ignore

/** A host that is nowhere (RFC 2606). */
const nowhere = 'farout-guard.invalid';

/** The environment without the way to any database that is no trial's: scripts start other programs, too. */
function withoutDatabases(all: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(all).filter(([name]) => !/^PG(?:HOSTADDR|PASSWORD|PASSFILE|SERVICE|SERVICEFILE)$/.test(name));
  const led = kept.map(([name, value = '']) => [name, /^postgres(?:ql)?:\/\//i.test(value) ? `postgresql://postgres@${nowhere}/postgres` : value]);
  return { ...(Object.fromEntries(led) as NodeJS.ProcessEnv), PGHOST: nowhere };
} // prettier-ignore
