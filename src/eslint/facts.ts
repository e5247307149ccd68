import type { ApprovalFacts } from '../approval/permissions.ts';
import type { ApprovalSettings } from '../approval/settings.ts';
import { approvalFacts } from '../files/approval-facts.ts';
import { gitIn } from '../files/git/git.ts';
import type { Files } from '../types.ts';
import { surroundings } from './process.ts';

/** In milliseconds: git and others are not asked anew for each file. */
const longest = 2000;

interface Known {
  readonly at: number;
  readonly facts: ApprovalFacts;
}

const known = new Map<string, Known>();

/** What is known of the approvals of a migration, as it was a moment ago at most. */
export function factsFor(path: string, files: Files, root: string, settings: ApprovalSettings): ApprovalFacts {
  const key = JSON.stringify([root, path, settings]);
  const before = known.get(key);
  if (before && performance.now() - before.at < longest) return before.facts;
  const facts = approvalFacts(files, {
    root,
    settings,
    onDisk: true,
    path,
    git: gitIn(root, surroundings.env),
    now: Date.now(),
  });
  known.set(key, { at: performance.now(), facts });
  return facts;
}
