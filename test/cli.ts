import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { rules } from '../rules/index.ts';
import { run } from '../src/run.ts';

/** The built program, as it is installed. */
export const bin = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
if (!existsSync(bin)) throw new Error('dist/cli.js is missing: npm run bundle');

/** How the program is started. */
export interface Start {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** A module that is loaded before the program. */
  readonly preload?: string;
  readonly nodeOptions?: readonly string[];
  /** Whether standard output is a terminal; only for `call`. */
  readonly terminal?: boolean;
}

/** What a run of the program gave. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program in a process of its own, without a terminal. */
export function guard(args: readonly string[], start: Start = {}): Run {
  const { cwd, env = {}, input = '' } = start;
  const { FORCE_COLOR: _, NO_COLOR: __, ...inherited } = process.env;
  const options = { cwd, input, env: { ...inherited, ...env }, encoding: 'utf8', maxBuffer: 1e9 } as const;
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [...nodeArguments(start), bin, ...args],
    options,
  );
  if (error) throw error;
  return { code: status, stdout, stderr };
}

/** What Node is given before the program's path. */
export function nodeArguments({ preload, nodeOptions = [] }: Start): readonly string[] {
  const code = preload === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(preload)}`];
  return [...nodeOptions, ...code];
}

/** Runs the program in this process, with streams of its own. */
export async function call(args: readonly string[], start: Start = {}): Promise<Run> {
  const { cwd = '.', env = {}, input = '', terminal = false } = start;
  const written = { stdout: '', stderr: '' };
  const code = await run({
    argv: ['node', 'farout-guard', ...args],
    cwd: () => resolve(cwd),
    version: process.version,
    env,
    stdin: Readable.from([input]),
    stdout: { isTTY: terminal, columns: 60, write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
  });
  return { code, ...written };
}

/** A project with one finding of each weight. */
export const shop = fileURLToPath(new URL('../fixtures/projects/shop', import.meta.url));

/** Only the rule about tables, so that a test says all that its files need. */
export const config = JSON.stringify({
  migrations: ['*.sql'],
  rules: Object.fromEntries(Object.keys(rules).map((name) => [name, name === 'no-drop-table' ? 'error' : 'off'])),
});

interface Message {
  readonly ruleId: string | null;
  readonly severity: number;
  readonly line: number;
  readonly column: number;
  readonly level?: number;
}

interface FileReport {
  readonly filePath: string;
  readonly messages: readonly Message[];
  readonly suppressedMessages: readonly (Message & { suppressions: readonly { justification: string }[] })[];
}

/** The files of a json report. */
export const reports = ({ stdout }: Run) => JSON.parse(stdout) as FileReport[];

/** `path:line:column rule` for every message of a json report, paths relative to a folder. */
export function places(run: Run, root: string): string[] {
  return reports(run).flatMap(({ filePath, messages }) =>
    messages.map(({ line, column, ruleId }) => `${filePath.slice(root.length + 1)}:${line}:${column} ${ruleId}`),
  );
}
