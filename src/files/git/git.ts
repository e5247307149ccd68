import { spawn, spawnSync } from 'node:child_process';
import { UserError } from '../../errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Runs git in one folder; nothing of what it runs writes. A failure is a `UserError` with git's own words. */
export interface Git {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Environment;
  run(args: readonly string[], input?: string): Promise<Buffer>;
  /** Gives the output piece by piece, for what may be large. */
  stream(args: readonly string[], input: string, take: (piece: Buffer) => void): Promise<void>;
  runSync(args: readonly string[], input: string): Buffer;
  /** The output as text without the last line feed, or null when git says no. */
  ask(args: readonly string[]): Promise<string | null>;
}

/** What the output would otherwise depend on, or what would write: a refreshed index, a daemon that watches the folder. */
const settings = [
  'core.fsmonitor=false',
  'diff.autoRefreshIndex=false',
  'diff.relative=false',
  'diff.renameLimit=1000',
].flatMap((setting) => ['-c', setting]);

/** Objects are read as they are and not as `git replace` shows them, and nobody is there to answer a prompt. */
const fixed: Environment = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};
const disturbing = /^GIT_(?:EXTERNAL_DIFF|DIFF_OPTS|\w+_PATHSPECS|REDIRECT_\w+|TRACE(?!2)\w*)$/;

interface Call {
  readonly cwd: string;
  readonly env: Environment;
}

interface Outcome {
  readonly status: number | null;
  readonly stderr: string;
}

/** Git as it runs in a folder, absolute, with an environment. */
export function gitIn(cwd: string, given: Environment): Git {
  const kept = Object.entries(given).filter(([name]) => !disturbing.test(name));
  const call: Call = { cwd, env: { ...Object.fromEntries(kept), ...fixed } };
  const collect = async (args: readonly string[], input: string) => {
    const pieces: Buffer[] = [];
    const outcome = await start(args, input, call, (piece) => pieces.push(piece));
    return { ...outcome, stdout: Buffer.concat(pieces) };
  };
  return {
    ...call,
    async run(args, input = '') {
      const { stdout, ...outcome } = await collect(args, input);
      demandSuccess(args, outcome);
      return stdout;
    },
    async stream(args, input, take) {
      demandSuccess(args, await start(args, input, call, take));
    },
    runSync(args, input) {
      const options = { ...call, input, maxBuffer: 2 ** 30, windowsHide: true };
      const { status, stdout, stderr, error } = spawnSync('git', [...settings, ...args], options);
      if (error) throw notStarted(error);
      demandSuccess(args, { status, stderr: stderr.toString() });
      return stdout;
    },
    async ask(args) {
      const { status, stdout } = await collect(args, '');
      return status === 0 ? stdout.toString().replace(/\r?\n$/, '') : null;
    },
  };
}

function start(
  args: readonly string[],
  input: string,
  { cwd, env }: Call,
  take: (piece: Buffer) => void,
): Promise<Outcome> {
  const child = spawn('git', [...settings, ...args], { cwd, env, stdio: 'pipe', windowsHide: true });
  const stderr: Buffer[] = [];
  child.stdout.on('data', take);
  child.stderr.on('data', (piece: Buffer) => stderr.push(piece));
  // When git ends early, its exit code tells why.
  child.stdin.on('error', () => {});
  // No writing without need: where SIGPIPE is not ignored, as in editors' servers, writing to a git that has ended would end us.
  if (input !== '') child.stdin.write(input);
  child.stdin.end();
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(notStarted(error)));
    child.on('close', (status) => resolve({ status, stderr: Buffer.concat(stderr).toString() }));
  });
}

function demandSuccess([command]: readonly string[], { status, stderr }: Outcome): void {
  if (status === 0) return;
  const words = stderr.trim().replace(/\s*\n\s*/g, ' ') || `exit code ${status ?? 'of a signal'}`;
  throw new UserError(`git ${command}: ${words}`);
}

function notStarted(error: Error): UserError {
  const isMissing = 'code' in error && error.code === 'ENOENT';
  const reason = isMissing ? 'was not found in PATH: install git, or add it to PATH' : `cannot run: ${error.message}`;
  return new UserError(`git ${reason}`, { cause: error });
}
