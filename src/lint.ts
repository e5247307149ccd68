import { rules as allRules } from '../rules/index.ts';
import type { ActiveRule, FileConfig } from './config/types.ts';
import { applyDirectives, type DirectiveOptions } from './directives.ts';
import { findingMaker, sortFindings, type FindingMaker } from './finding.ts';
import { read } from './migration/read.ts';
import type { Problem, Rule } from './rule.ts';
import type { Files, Finding, Migration, SourceFile } from './types.ts';

/** Rules by name. */
export type Rules = Readonly<Record<string, Rule>>;

/** A file's migration and what the rules found in it. */
export interface LintResult {
  readonly migration: Migration;
  readonly findings: readonly Finding[];
}

/** Reads one file and judges it. `secondReader` may add to what was read (see `crossCheck`). */
export function lintSource(
  source: SourceFile,
  files: Files,
  config: FileConfig,
  secondReader: (migration: Migration) => Migration = (migration) => migration,
): LintResult {
  const migration = secondReader(read(source, files, { adapter: config.adapter, postgres: config.postgres }));
  return { migration, findings: lint(migration, config) };
}

/** Runs the active rules over a migration; findings come sorted by position. A rule that throws is named in the error. */
export function lint(migration: Migration, config: FileConfig, rules: Rules = allRules): readonly Finding[] {
  const toFinding = findingMaker(migration);
  const found = config.rules.flatMap((active) => {
    const rule = ruleOf(active, rules);
    const { name, severity } = active;
    return problemsOf(rule, active, migration).map((problem) =>
      toFinding(rule, problem, { name, severity, level: rule.level }),
    );
  });
  const { findings, problems } = applyDirectives(migration, found, rules);
  const active = config.rules.find(({ name }) => name === 'directive');
  const added = active ? problems.flatMap((problem) => directiveFinding(problem, active, rules, toFinding)) : [];
  return sortFindings([...findings, ...added]);
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
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`rule ${name} failed on ${migration.path}: ${message}`, { cause: error });
  }
}
