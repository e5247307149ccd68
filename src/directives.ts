import { claimsOf, idleEnables, silencersOf, type Claim } from './directives/claims.ts';
import { withoutClaim } from './directives/mend.ts';
import type { Directive } from './directives/parse.ts';
import { readDirectives, type Reading } from './directives/read.ts';
import { orderStatements, type StatementOrder } from './directives/statements.ts';
import { sortFindings } from './finding.ts';
import { lines } from './lines.ts';
import { hint } from './nearest.ts';
import type { Problem, Rule } from './rule.ts';
import type { Finding, Migration } from './types.ts';

/** Options of the rule `directive`. */
export interface DirectiveOptions {
  /** How comments that silence or permit nothing are reported. */
  readonly unused: 'off' | 'warn' | 'error';
}

/** What only the other findings show to be wrong with a directive. */
export type ClaimProblem = 'unknownRule' | 'needsApproval' | 'needsNoApproval' | 'needsRecord' | 'unused';

type Rules = Readonly<Record<string, Rule>>;

/** What comments make of findings: those that stay, and what is wrong with the comments in turn. */
export interface Directed {
  readonly findings: readonly Finding[];
  /** Problems for the rule `directive`. */
  readonly problems: readonly Problem<ClaimProblem>[];
}

interface DirectedOptions {
  readonly active?: ReadonlySet<string>;
  readonly silenced?: boolean;
  /** Whether comments permit at all. */
  readonly approves?: boolean;
}

/**
 * Silences and approves findings as the directive comments of the file say.
 * A disabling comment never touches level 3; an approval covers one rule in the one statement it stands above, and in a script in all that
 * the JavaScript statement below it sends.
 * What the rule `directive` finds cannot be silenced. What names a rule that is not `active` is reported and left as it is. With `silenced`,
 * what is silenced stays, with the comment that does it.
 */
export function applyDirectives(
  migration: Migration,
  findings: readonly Finding[],
  rules: Rules,
  { active = new Set(Object.keys(rules)), silenced = false, approves = true }: DirectedOptions = {},
): Directed {
  const order = orderStatements(migration);
  const readings = readDirectives(migration, order).filter(({ problem }) => problem === null);
  if (readings.length === 0) return { findings, problems: [] };
  const all = readings.flatMap(({ directive }) => claimsOf(directive));
  const misuses = all.map((claim) => misuse(claim, rules, approves) ?? (approves ? null : withoutRecord(claim)));
  const claims = all.filter((_, index) => misuses[index] === null);
  const { kept, used } = settle(
    findings,
    [approver(readings, claims, order, findings), ...silencers(readings, claims, order, migration)],
    silenced,
  );
  const isDue = ({ kind, rule }: Claim) => kind !== 'enable' && !rules[rule]?.needsHistory;
  const isKnownIdle = ({ rule }: Claim) =>
    rule === '*' ? judging(rules).every((name) => active.has(name)) : active.has(rule);
  const report = (claim: Claim): Problem<ClaimProblem> => ({
    ...unused(claim),
    fix: () => (isKnownIdle(claim) ? withoutClaim(migration, claim) : null),
  });
  const idle = [...idleEnables(claims), ...claims.filter((claim) => isDue(claim) && !used.has(claim))].filter(
    // ESLint's comments for all rules speak of those of others as well.
    ({ rule, directive }) => rule !== '*' || !directive.isEslint,
  );
  return { findings: kept, problems: [...misuses.filter((problem) => problem !== null), ...idle.map(report)] };
}

/** The rules that find something in a migration at any time. */
const judging = (rules: Rules) =>
  Object.keys(rules).filter(
    (name) => !rules[name]?.needsHistory && (rules[name]?.judges ?? ['migration']).includes('migration'),
  );

/** Finds the claim that decides about a finding. */
type Decider = (finding: Finding) => Claim | null;

function settle(findings: readonly Finding[], deciders: readonly Decider[], keepsSilenced: boolean) {
  const used = new Set<Claim>();
  const kept = findings.flatMap((finding): readonly Finding[] => {
    const claim = finding.rule === 'directive' ? null : first(deciders, finding);
    if (!claim) return [finding];
    used.add(claim);
    const { kind, directive } = claim;
    if (kind === 'approve') return [{ ...finding, approval: { mode: 'inline', reason: directive.reason ?? '' } }];
    return keepsSilenced ? [{ ...finding, silencedBy: directive.range }] : [];
  });
  return { kept, used };
}

function first(deciders: readonly Decider[], finding: Finding): Claim | null {
  for (const decide of deciders) {
    const claim = decide(finding);
    if (claim) return claim;
  }
  return null;
}

function silencers(
  readings: readonly Reading[],
  claims: readonly Claim[],
  order: StatementOrder,
  { text }: Migration,
): readonly Decider[] {
  const above = new Map(readings.map((reading) => [reading.directive, reading.above]));
  const statementsOf = (directive: Directive) =>
    (above.get(directive) ?? []).flatMap((index) => order.all[index] ?? []);
  return silencersOf(claims, order, lines(text), statementsOf).map(
    (silence): Decider =>
      ({ rule, level, range }) =>
        level === 3 ? null : silence(rule, range[0]),
  );
}

/** Finds approvals. In a script one that stands above several calls permits the first that needs it: each must be thought about. */
function approver(
  readings: readonly Reading[],
  claims: readonly Claim[],
  order: StatementOrder,
  findings: readonly Finding[],
): Decider {
  const above = new Map(readings.map((reading) => [reading.directive, reading.above]));
  const key = (statement: number | null, rule: string) => `${statement} ${rule}`;
  const approvals = new Map(
    claims
      .filter(({ kind }) => kind === 'approve')
      .flatMap((claim) =>
        (above.get(claim.directive) ?? []).map((index) => [key(order.first(index), claim.rule), claim] as const),
      ),
  );
  const statementOf = ({ range: [start, end] }: Finding) => order.at(start, end) ?? order.at(start);
  const claimOf = (finding: Finding) =>
    finding.level === 3 ? (approvals.get(key(statementOf(finding), finding.rule)) ?? null) : null;
  const callOf = (finding: Finding) => order.all[statementOf(finding) ?? -1]?.call?.join() ?? '';
  const calls = new Map<Claim, string>();
  for (const finding of sortFindings(findings)) {
    const claim = claimOf(finding);
    if (claim && !calls.has(claim)) calls.set(claim, callOf(finding));
  }
  return (finding) => {
    const claim = claimOf(finding);
    return claim && calls.get(claim) === callOf(finding) ? claim : null;
  };
}

/** What is wrong with naming this rule in this directive; null when nothing is. */
function misuse(
  { rule, kind, range, directive }: Claim,
  rules: Rules,
  approves: boolean,
): Problem<ClaimProblem> | null {
  if (rule === '*') return null;
  const { keyword, reason } = directive;
  const known = Object.hasOwn(rules, rule) ? rules[rule] : undefined;
  if (!known) return { messageId: 'unknownRule', range, data: { rule, keyword, hint: hint(rule, Object.keys(rules)) } };
  const data = { rule, keyword, reason: reason ?? '<reason>' };
  if (kind === 'approve' && known.level !== 3) return { messageId: 'needsNoApproval', range, data };
  if (kind !== 'approve' && kind !== 'enable' && known.level === 3)
    return { messageId: approves ? 'needsApproval' : 'needsRecord', range, data };
  return null;
}

/** Where approvals are on record a comment permits nothing. */
function withoutRecord({ kind, range, directive: { keyword } }: Claim): Problem<ClaimProblem> | null {
  return kind === 'approve' ? { messageId: 'needsRecord', range, data: { keyword } } : null;
}

function unused({ rule, kind, range, directive: { keyword } }: Claim): Problem<ClaimProblem> {
  const name = rule === '*' ? 'any rule' : `"${rule}"`;
  const why =
    kind === 'enable' ? `no comment above disables ${name}` : `there is nothing from ${name} to ${verb(kind)}`;
  return { messageId: 'unused', range, data: { keyword, why } };
}

const verb = (kind: Claim['kind']) => (kind === 'approve' ? 'permit' : 'silence');
