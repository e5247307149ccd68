import { rules as allRules } from '../rules/index.ts';
import type { ActiveRule, FileConfig } from './config/types.ts';
import { applyApprovals } from './approval/apply.ts';
import { hasRecords, permissionsIn, type ApprovalFacts, type Permissions } from './approval/permissions.ts';
import { applyDirectives, type DirectiveOptions } from './directives.ts';
import { UserError } from './errors.ts';
import { findingMaker, sortFindings, type FindingMaker } from './finding.ts';
import { verified, withoutFix } from './fix/verify.ts';
import { withMends } from './mends.ts';
import { baseOf, folderOf } from './migration/path.ts';
import { read as readMigration } from './migration/read.ts';
import type { Problem, Rule } from './rule.ts';
import type { ScriptReader } from './script/read-script.ts';
import type { Changes, Files, Finding, Migration, SourceFile, Subject } from './types.ts';

/** Rules by name. */
export type Rules = Readonly<Record<string, Rule>>;

/** A file's migration and what the rules found in it. */
export interface LintResult {
  readonly migration: Migration;
  readonly findings: readonly Finding[];
}

/** What is known besides the files as they are. */
export interface LintContext {
  /** What a commit changes, for the rules that need history. */
  readonly changes?: Changes | null;
  /** Reads TypeScript and JavaScript, where a file may be such. */
  readonly scripts?: ScriptReader | null;
  /** May add to what was read (see `crossCheck`). */
  readonly secondReader?: ((migration: Migration) => Migration) | null;
  /** What is known of approvals on record besides their files; without it none of them counts. */
  readonly facts?: ApprovalFacts | null;
  /** Whether findings bring their fixes and suggestions. */
  readonly mends?: boolean;
  /** Whether findings that comments silence are given as well, each with its comment. */
  readonly silenced?: boolean;
}

/**
 * Reads one file and judges it; what nobody can judge, and no active rule reports, is a `UserError`. A fix that findings bring is known to
 * do no harm; what the base branch has gets none.
 */
export function lintSource(
  source: SourceFile,
  files: Files,
  config: FileConfig,
  context: LintContext = {},
): LintResult {
  const { mends = false, changes = null, ...others } = context;
  const result = judgeSource(source, files, config, context);
  if (!mends) return result;
  const judge = (text: string) => judgeSource({ ...source, text }, files, config, { changes, ...others });
  const isPublished = changes !== null && isOnBase(source.path, changes, result.migration);
  return { ...result, findings: isPublished ? result.findings.map(withoutFix) : verified(result, judge) };
}

/** Databases have run it as it is. */
function isOnBase(path: string, { base }: Changes, { history }: Migration): boolean {
  return (history?.published ?? null) !== null || base.list(folderOf(path)).includes(baseOf(path));
}

function judgeSource(
  source: SourceFile,
  files: Files,
  config: FileConfig,
  { changes = null, scripts = null, secondReader = null, facts = null, ...wanted }: LintContext,
): LintResult {
  const { adapter, postgres } = config;
  const read = readMigration(source, files, { adapter, postgres, changes, scripts });
  const migration = secondReader ? secondReader(read) : read;
  if (source.problem !== undefined && !config.rules.some((active) => judges(ruleOf(active, allRules), migration)))
    throw new UserError(`${source.path}: ${source.problem}`);
  const permissions = facts && hasRecords(files) ? permissionsIn(files, config.approvals, facts, source.path) : null;
  return { migration, findings: lint(migration, config, allRules, { ...wanted, permissions }) };
}

/** How findings are wanted, and what is on record. */
interface LintWishes extends Pick<LintContext, 'mends' | 'silenced'> {
  readonly permissions?: Permissions | null;
}

/** Runs the active rules over a migration; findings come sorted by position. A rule that throws is named in the error. */
export function lint(
  migration: Migration,
  config: FileConfig,
  rules: Rules = allRules,
  { mends = false, silenced = false, permissions = null }: LintWishes = {},
): readonly Finding[] {
  const problemOf = new Map<Finding, Problem>();
  const make = findingMaker(migration);
  const toFinding: FindingMaker = (rule, problem, weight) => {
    const finding = make(rule, problem, weight);
    if (mends) problemOf.set(finding, problem);
    return finding;
  };
  const found = config.rules.flatMap((active) => {
    const rule = ruleOf(active, rules);
    const { name, severity } = active;
    if (!judges(rule, migration)) return [];
    return problemsOf(rule, active, migration).map((problem) => {
      const level = problem.level ?? rule.level;
      return toFinding(rule, problem, { name, level, severity: level === 1 && rule.level > 1 ? 'warn' : severity });
    });
  });
  const names = new Set(config.rules.map(({ name }) => name));
  const approves = config.approvals.mode === 'inline';
  const { findings, problems } = applyDirectives(migration, found, rules, {
    active: names,
    silenced,
    approves,
  });
  const active = config.rules.find(({ name }) => name === 'directive');
  const added = active ? problems.flatMap((problem) => directiveFinding(problem, active, rules, toFinding)) : [];
  const approved = permissions ? applyApprovals(migration, findings, permissions) : { findings, problems: [] };
  for (const [index, finding] of approved.findings.entries()) keepProblem(problemOf, findings[index], finding);
  const unused = approved.problems.flatMap((problem) => unusedFinding(problem, config, rules, toFinding));
  const sorted = sortFindings([...approved.findings, ...added, ...unused]);
  return mends ? withMends(sorted, { migration, rules, problemOf, approves }) : sorted;
}

const migrationsOnly: readonly Subject[] = ['migration'];

const judges = (rule: Rule, { subject }: Migration) => (rule.judges ?? migrationsOnly).includes(subject);

/** A finding that says more now has the problem that it was made of. */
function keepProblem(problemOf: Map<Finding, Problem>, old: Finding | undefined, now: Finding): void {
  const problem = old && problemOf.get(old);
  if (problem) problemOf.set(now, problem);
}

function unusedFinding(problem: Problem, config: FileConfig, rules: Rules, toFinding: FindingMaker): Finding[] {
  const active = config.rules.find(({ name }) => name === 'unused-approval');
  if (!active) return [];
  const rule = ruleOf(active, rules);
  return [toFinding(rule, problem, { ...active, level: rule.level })];
}

/** Directives without an effect only warn, unless the option says otherwise. */
function directiveFinding(problem: Problem, active: ActiveRule, rules: Rules, toFinding: FindingMaker): Finding[] {
  const rule = ruleOf(active, rules);
  const { name, severity } = active;
  if (problem.messageId !== 'unused') return [toFinding(rule, problem, { name, severity, level: rule.level })];
  const { unused } = active.options as Partial<DirectiveOptions>;
  return unused === 'off' ? [] : [toFinding(rule, problem, { name, severity: unused ?? 'warn', level: 1 })];
}

function ruleOf({ name }: ActiveRule, rules: Rules): Rule {
  const rule = rules[name];
  if (!rule) throw new Error(`no rule has the name ${name}`);
  return rule;
}

function problemsOf(rule: Rule, { name, options }: ActiveRule, migration: Migration): readonly Problem[] {
  try {
    return [...rule.check(migration, options)];
  } catch (error) {
    if (error instanceof UserError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`rule ${name} failed on ${migration.path}: ${message}`, { cause: error });
  }
}
