import type { Rule } from 'eslint';
import { isScript } from '../config/defaults.ts';
import type { FileConfig } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { lintSource } from '../lint.ts';
import { isBehindScript } from '../migration/behind-script.ts';
import type { ScriptReader } from '../script/read-script.ts';
import type { Files, Finding, SourceFile } from '../types.ts';
import { factsFor } from './facts.ts';
import { freshFiles } from './fresh-files.ts';
import { changesFor } from './history.ts';
import { loadScripts } from './load-scripts.ts';
import { placeOf } from './place.ts';
import { reporterFor } from './report.ts';
import { sourceFile } from './source-file.ts';

type Context = Rule.RuleContext;

/** The rules that ESLint runs over one file, until the last of them is known and the file is judged as everywhere else: once, by all. */
interface Verdict {
  readonly contexts: Map<string, Context>;
  isGiven: boolean;
}

const verdicts = new WeakMap<object, Verdict>();

/** Notes that ESLint runs a rule over a file. */
export function expectRule(name: string, context: Context): void {
  const { sourceCode } = context;
  const verdict = verdicts.get(sourceCode) ?? { contexts: new Map<string, Context>(), isGiven: false };
  verdicts.set(sourceCode, verdict);
  verdict.contexts.set(name, context);
}

/** Judges a file by all rules that were noted, and reports what each found through its own context; the second call does nothing. */
export function giveVerdict(any: Context): void {
  const verdict = verdicts.get(any.sourceCode);
  if (!verdict || verdict.isGiven) return;
  verdict.isGiven = true;
  const { findings, isOther } = judge(any, verdict);
  if (findings.length === 0) return;
  const report = reporterFor(any.sourceCode, isOther);
  for (const finding of findings) {
    const context = verdict.contexts.get(finding.rule);
    if (context) report(context, finding);
  }
}

function judge({ filename, cwd, settings, sourceCode }: Context, { contexts }: Verdict) {
  const place = placeOf({ filename, cwd, settings });
  const { root, path, baseBranch, classify, adapter, postgres, approvals, project } = place;
  const subject = classify(path);
  if (subject === null) return { findings: [], isOther: false };
  const { source, isOther } = sourceFile(sourceCode.text, path, root, subject);
  const config: FileConfig = { adapter, postgres, approvals, rules: activeRules(contexts) };
  const files = freshFiles(root);
  const { findings } = lintSource(source, files, config, {
    facts: factsFor(path, files, root, approvals),
    changes: changesFor(path, source.text, { root, baseBranch, project }),
    scripts: scriptsFor(source, files, adapter),
    mends: true,
    silenced: true,
  });
  return { findings: findings.filter((finding: Finding) => finding.approval === null), isOther };
}

/** SQL is judged without it where it is not there: of what runs before nothing is known then. */
function scriptsFor({ path, text }: SourceFile, files: Files, adapter: string | null): ScriptReader | null {
  if (isScript(path)) return loadScripts(path);
  if (!isBehindScript({ path, text }, files, adapter)) return null;
  try {
    return loadScripts(path);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** ESLint has its own severities, and fills in the defaults of options. */
function activeRules(contexts: Verdict['contexts']): FileConfig['rules'] {
  return [...contexts]
    .map(([name, { options }]) => ({ name, severity: 'error' as const, options: (options as readonly object[])[0] ?? {} }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
} // prettier-ignore
