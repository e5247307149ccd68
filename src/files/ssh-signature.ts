import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInput, type Outcome } from './run-program.ts';

/** What the signatures of approvals are for: one for something else, such as a commit, is none (`ssh-keygen(1)`, `-Y sign`). */
const namespace = 'farout-guard';

/** How programs are run. */
export interface Start {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What is wrong with an SSH signature of a text by a person; null when it is theirs by git's file of allowed signers. */
export function signatureProblem(text: string, signature: string | undefined, by: string, { allowed, ...start }: Start & { readonly allowed: string | null }): string | null {
  if (signature === undefined) return 'it is not signed';
  if (allowed === null) return 'nobody can check its signature here: git config gpg.ssh.allowedSignersFile <file>';
  const folder = mkdtempSync(join(tmpdir(), 'farout-guard-signature-'));
  try {
    const file = join(folder, 'signature');
    writeFileSync(file, signature);
    const args = ['-Y', 'verify', '-f', allowed, '-I', by, '-n', namespace, '-s', file];
    const { status, output } = runInput('ssh-keygen', args, text, start);
    return status === 0 ? null : `its signature is not that of ${by} (${reasonOf(output)})`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} // prettier-ignore

/** The SSH signature of a text by a key, a path or as git's `user.signingKey` has it; or why there is none. */
export function sign(text: string, key: string, start: Start): { readonly signature: string } | { readonly problem: string } {
  const folder = mkdtempSync(join(tmpdir(), 'farout-guard-signature-'));
  try {
    const literal = key.startsWith('key::') ? key.slice('key::'.length) : key.startsWith('ssh-') ? key : null;
    const file = literal === null ? key : join(folder, 'key.pub');
    if (literal !== null) writeFileSync(file, `${literal}\n`);
    const { status, output } = runInput('ssh-keygen', ['-Y', 'sign', '-n', namespace, '-f', file], text, start);
    const [signature] = /-----BEGIN SSH SIGNATURE-----[^]*?-----END SSH SIGNATURE-----\n?/.exec(status === 0 ? output : '') ?? [];
    return signature === undefined ? { problem: reasonOf(output) } : { signature };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} // prettier-ignore

const reasonOf = (output: Outcome['output']) => output.trim().split(/\r?\n/)[0] ?? '';
