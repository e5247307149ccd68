import { spawn, spawnSync } from 'node:child_process';
import { bin } from '../cli.ts';

/** What a person waits for on the terminal, and what they type then. */
export type Dialog = readonly (readonly [prompt: RegExp, typed: string])[];

/** What a run on a terminal gave. */
export interface OnTerminal {
  readonly code: number | null;
  /** All that was shown, with what was typed. */
  readonly shown: string;
}

const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;
const works = (program: string, args: readonly string[]) => spawnSync(program, args).status === 0;

const inPython = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';

/** Programs that give another one a terminal: that of util-linux, else Python. */
const opener = works('script', ['-qec', 'true', '/dev/null'])
  ? (words: readonly string[]) => ['script', '-qec', words.map(quote).join(' '), '/dev/null'] as const
  : works('python3', ['-c', 'import pty'])
    ? (words: readonly string[]) => ['python3', '-c', inPython, ...words] as const
    : null;

/** Whether a test can have a terminal. */
export const hasTerminal = opener !== null;

/** For names of tests that need one. */
export const whyNone = hasTerminal ? '' : ' (skipped: neither script nor python3 gives a terminal here)';

export const [controlC, controlD] = ['\x03', '\x04'];

/** Runs our built program on a terminal and types, each time when the prompt is there. */
export function onTerminal(args: readonly string[], start: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> }, dialog: Dialog): Promise<OnTerminal> {
  const [program = '', ...words] = opener?.([process.execPath, bin, ...args]) ?? [];
  const child = spawn(program, words, { ...start, env: { ...start.env, TERM: 'dumb' } });
  const left = [...dialog];
  let [shown, from] = ['', 0];
  child.stdout.on('data', (piece: Buffer) => {
    shown += piece.toString();
    for (let next = left[0]; next?.[0].test(shown.slice(from)); next = left[0]) {
      from = shown.length;
      left.shift();
      child.stdin.write(next[1]);
    }
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, shown: shown.replaceAll('\r\n', '\n') }));
  });
} // prettier-ignore

/** The environment without what shows that a program runs this. */
export function personal(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const shows = /^(?:CLAUDE|CODEX_|AIDER_|CURSOR_AGENT|GEMINI_CLI|REPL|COPILOT_AGENT|CLINE_|OPENCODE|AUGMENT_AGENT|ANTIGRAVITY_AGENT|AI_AGENT)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !shows.test(name))) as Record<string, string>;
} // prettier-ignore
