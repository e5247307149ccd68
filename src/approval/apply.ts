import type { Problem } from '../rule.ts';
import type { Approval, Finding, Migration } from '../types.ts';
import { fingerprintOf } from './fingerprint.ts';
import { expiryOf, type Permissions, type Recorded } from './permissions.ts';
import { recordPath, type ApprovalRecord } from './record.ts';

/** What `unused-approval` says. */
export type UnusedApproval = 'expired' | 'unused';

/** What approvals make of findings. */
export interface Approved {
  readonly findings: readonly Finding[];
  /** Problems for the rule `unused-approval`. */
  readonly problems: readonly Problem<UnusedApproval>[];
}

/**
 * Approves findings of level 3 that people have approved on record: by enough of them, for this rule, this statement of this file as it is.
 * A finding whose approvals do not count says why.
 */
export function applyApprovals(migration: Migration, findings: readonly Finding[], permissions: Permissions): Approved {
  const own = permissions.records.filter(({ record }) => record.file === migration.path);
  const used = new Set<Recorded>();
  const settled = findings.map((finding) => {
    if (finding.level !== 3) return finding;
    const ofRule = own.filter(({ record }) => record.rule === finding.rule);
    if (ofRule.length === 0) return finding;
    const print = fingerprintOf(finding, migration);
    const meant = ofRule.filter(({ record }) => record.fingerprint === print);
    for (const each of meant) used.add(each);
    const approval = approvalBy(meant.filter((each) => each.void === null), permissions);
    if (approval) return { ...finding, approval };
    if (finding.approval) return finding;
    return { ...finding, message: withWhy(finding.message, whyNot(meant.length > 0 ? meant : ofRule, meant.length > 0, permissions)) };
  });
  const unused = own.flatMap((each): readonly Problem<UnusedApproval>[] => {
    if (used.has(each) && !each.isExpired) return [];
    const { id, rule, by } = each.record;
    const kind = each.isExpired ? 'expired' : 'unused';
    return [{ messageId: kind, range: [0, 0], data: { path: recordPath(id), id, rule, by: by.email } }];
  });
  return { findings: settled, problems: unused };
} // prettier-ignore

function approvalBy(counting: readonly Recorded[], { settings }: Permissions): Approval | null {
  const records = counting.map(({ record }) => record);
  const [first] = records;
  if (!first || peopleIn(counting) < settings.required) return null;
  const until = Math.min(...records.map((record) => expiryOf(record, settings)));
  return {
    mode: 'record',
    reason: first.reason,
    ids: records.map(({ id }) => id),
    by: [...new Set(records.map(personOf))],
    until: new Date(until).toISOString(),
  };
}

const peopleIn = (records: readonly Recorded[]) =>
  new Set(records.map(({ record }) => record.by.email.toLowerCase())).size;

const personOf = ({ by: { name, email } }: ApprovalRecord) => `${name} <${email}>`;

function whyNot(records: readonly Recorded[], isMeant: boolean, { settings }: Permissions): string {
  if (!isMeant) return `The approval ${records[0]?.record.id} is for another statement: this one was changed since, or is another.`;
  const [voided] = records.filter((each) => each.void !== null);
  if (voided) return `The approval ${voided.record.id} does not count: ${voided.void}.`;
  return `It is approved by ${peopleIn(records)} of the ${settings.required} people that the configuration asks for.`;
} // prettier-ignore

/** Behind the first line, which says what is wrong; what follows is the safe way. */
function withWhy(message: string, why: string): string {
  const [first = '', ...rest] = message.split('\n');
  return [`${first} ${why}`, ...rest].join('\n');
}
