import { relative } from 'node:path';
import { logPath, toldIn, toldOf } from '../approval/log-lines.ts';
import { hasRecords, readRecords, type ApprovalFacts } from '../approval/permissions.ts';
import { approvalsFolder, recordPath, signedText, type ApprovalRecord } from '../approval/record.ts';
import type { ApprovalSettings } from '../approval/settings.ts';
import type { Files } from '../types.ts';
import type { Git } from './git/git.ts';
import { toPath } from './path.ts';
import { signatureProblem } from './ssh-signature.ts';

/** Where approvals are looked at. */
export interface Ground {
  /** The project's root, absolute. */
  readonly root: string;
  readonly settings: ApprovalSettings;
  /** Whether the files are those on disk, which git may not know. */
  readonly onDisk: boolean;
  /** Git in the root or a folder above. */
  readonly git: Git;
  /** What time it is, in milliseconds since 1970. */
  readonly now: number;
  /** The one migration whose approvals are asked about; without it all. */
  readonly path?: string;
}

/** What git and other programs know of the approvals among these files; none of them is asked where there is no approval. */
export function approvalFacts(files: Files, ground: Ground): ApprovalFacts {
  const { settings, onDisk, git, now, path } = ground;
  const all = hasRecords(files) ? readRecords(files).flatMap(({ record }) => record ?? []) : [];
  const records = path === undefined ? all : all.filter(({ file }) => file === path);
  if (records.length === 0) return { now, inGit: null, authors: {}, signatures: {} };
  const isRepository = said(git, ['rev-parse', '--is-inside-work-tree'])?.trim() === 'true';
  return {
    now,
    inGit: isRepository && onDisk ? idsInGit(records, ground) : null,
    authors: isRepository
      ? authorsOf(
          records.map(({ file }) => file),
          ground,
        )
      : {},
    signatures: settings.signed ? signaturesOf(records, git) : {},
  };
}

/** Those whose files are in the index, and on disk as they are there, as are their lines in the log: that one goes on. */
function idsInGit(records: readonly ApprovalRecord[], { git, root }: Ground): readonly string[] {
  const place = placeIn(git, root);
  const known = new Set(paths(said(git, ['ls-files', '-z', '--', place(approvalsFolder)])));
  const changed = new Set(paths(said(git, ['diff-files', '--relative', '--name-only', '-z', '--', place(approvalsFolder)])));
  const { approved } = toldIn(said(git, ['cat-file', 'blob', `:./${place(logPath)}`]) ?? '');
  const isKept = (path: string) => known.has(place(path)) && !changed.has(place(path));
  return records.filter((record) => approved.has(toldOf(record)) && isKept(recordPath(record.id))).map(({ id }) => id);
} // prettier-ignore

/** Of each migration: whoever wrote a commit of it, and who is at it now where it is not committed as it is; nobody where that is not asked. */
export function authorsOf(files: readonly string[], { git, root, settings }: Pick<Ground, 'git' | 'root' | 'settings'>): ApprovalFacts['authors'] {
  if (!settings.approverIsNotAuthor) return {};
  const place = placeIn(git, root);
  const own = said(git, ['config', '--get', 'user.email'])?.trim() ?? '';
  const authors = (path: string) => {
    const wrote = (said(git, ['log', '--format=%ae', '--', place(path)]) ?? '').split('\n');
    const isAtIt = said(git, ['status', '--porcelain', '--', place(path)]) !== '';
    return [...new Set([...wrote, ...(isAtIt ? [git.env['GIT_AUTHOR_EMAIL'] ?? own] : [])])].filter((email) => email !== '');
  };
  return Object.fromEntries(files.map((file) => [file, authors(file)]));
} // prettier-ignore

function signaturesOf(records: readonly ApprovalRecord[], git: Git): ApprovalFacts['signatures'] {
  const allowed = said(git, ['config', '--type=path', '--get', 'gpg.ssh.allowedSignersFile'])?.trim() ?? null;
  const problem = (record: ApprovalRecord) => signatureProblem(signedText(record), record.signature, record.by.email, { cwd: git.cwd, env: git.env, allowed });
  return Object.fromEntries(records.map((record) => [record.id, problem(record)]));
} // prettier-ignore

/** A path of the project as git's folder has it. */
function placeIn(git: Git, root: string): (path: string) => string {
  const below = toPath(relative(git.cwd, root));
  return (path) => (below === '' ? path : `${below}/${path}`);
}

const paths = (output: string | null) => (output ?? '').split('\0');

/** What git answers, or null where it says no. */
function said(git: Git, args: readonly string[]): string | null {
  try {
    return git.runSync(args, '').toString();
  } catch {
    return null;
  }
}
