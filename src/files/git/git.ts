import { spawn, spawnSync } from 'node:child_process';
import { UserError } from '../../errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Runs git in one folder; nothing of what it runs writes. A failure is a `UserError` with git's own words. */
export interface Git {
  readonly cwd: string;
  readonly env: Environment;
  run(args: readonly string[], input?: string): Promise<Buffer>;
  runSync(args: readonly string[], input?: string): Buffer;
  /** The output as one line of text, or null when git says no. */
  ask(args: readonly string[]): Promise<string | null>;
}

/** Settings of a user or a hook that would change what git prints or let it write. */
const fixed: Environment = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_LITERAL_PATHSPECS: '0',
  GIT_EXTERNAL_DIFF: '',
  GIT_PAGER: 'cat',
  LC_ALL: 'C',
};

interface Outcome {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Git as it runs in a folder with an environment. */
export function gitIn(cwd: string, given: Environment): Git {
  const env: Environment = { ...given, ...fixed };
  return {
    cwd,
    env,
    run: async (args, input) => outputOf(args, await start(args, { cwd, env, input })),
    runSync(args, input = '') {
      const { status, stdout, stderr, error } = spawnSync('git', args, { cwd, env, input, maxBuffer: 2 ** 30 });
      if (error) throw notStarted(error);
      return outputOf(args, { status, stdout, stderr: stderr.toString() });
    },
    async ask(args) {
      const { status, stdout } = await start(args, { cwd, env });
      return status === 0 ? stdout.toString().replace(/\r?\n$/, '') : null;
    },
  };
}

interface Start {
  readonly cwd: string;
  readonly env: Environment;
  readonly input?: string | undefined;
}

function start(args: readonly string[], { cwd, env, input }: Start): Promise<Outcome> {
  const child = spawn('git', args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  // When git ends early, its exit code tells why.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(notStarted(error)));
    child.on('close', (status) =>
      resolve({ status, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }),
    );
  });
}

function outputOf(args: readonly string[], { status, stdout, stderr }: Outcome): Buffer {
  if (status === 0) return stdout;
  const words = stderr.trim().replace(/\s*\n\s*/g, ' ') || `exit code ${status ?? 'of a signal'}`;
  throw new UserError(`git ${args.find((arg) => /^[a-z-]+$/.test(arg) && !arg.startsWith('-'))}: ${words}`);
}

function notStarted(error: Error): UserError {
  const isMissing = 'code' in error && error.code === 'ENOENT';
  const reason = isMissing ? 'was not found in PATH: install git, or add it to PATH' : `cannot run: ${error.message}`;
  return new UserError(`git ${reason}`, { cause: error });
}
