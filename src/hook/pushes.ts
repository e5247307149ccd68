import { UserError } from '../errors.ts';

/** What a push does to one name of the remote; ids are those of git's objects, null for what is not there. */
export interface Push {
  /** The remote's name for it, such as `refs/heads/main`. */
  readonly ref: string;
  /** What it is to stand for; null when it is deleted. */
  readonly local: string | null;
  /** What it has stood for; null when it is new. */
  readonly remote: string | null;
}

/** Reads what git gives its pre-push hook: lines of `<local ref> <local id> <remote ref> <remote id>` (githooks(5)). */
export function readPushes(input: string): readonly Push[] {
  const lines = input.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const [, local, ref, remote] = /^\S+ ([0-9a-f]{40,64}) (\S+) ([0-9a-f]{40,64})\r?$/.exec(line) ?? [];
    if (local === undefined || ref === undefined || remote === undefined)
      throw new UserError(`pre-push: ${JSON.stringify(line)} is not what git gives this hook on standard input`);
    return { ref, local: idOrNull(local), remote: idOrNull(remote) };
  });
}

/** Git writes zeros for what is not there. */
const idOrNull = (id: string) => (/^0+$/.test(id) ? null : id);
