import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/types.ts';
import { formatNotes } from '../report/formats.ts';
import { printableLines } from '../report/printable.ts';
import { progressOn } from '../report/progress.ts';
import type { FileResult, Tally } from '../report/reporter.ts';
import { addToTally, emptyTally } from '../report/tally.ts';
import type { Process } from '../process.ts';
import type { Arguments, Command } from './command.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import type { BaselineRun } from './lint-baseline.ts';
import { countFixes, fixingFor } from './lint-fix.ts';
import { lintOptions, readLintOptions, type LintOptions } from './lint-options.ts';
import { fromChanges, fromFiles, fromStdin, type Results } from './lint-results.ts';
import { openOutputs, type Outputs } from './outputs.ts';

/** Judges migrations and reports what is wrong with them. */
export const lint: Command = {
  usage: 'lint [paths|globs…]',
  summary: 'judge migrations; without paths those of the configuration',
  operands: [0, Infinity],
  options: lintOptions,
  notes: {
    Formats: formatNotes,
    'Exit codes': exitCodes,
    Examples: [
      'farout-guard lint',
      'farout-guard lint --staged',
      'farout-guard lint --diff origin/main...HEAD',
      'farout-guard lint db/migrations/0042_drop_legacy.sql',
      "farout-guard lint 'services/*/migrations/**/*.sql' --max-warnings 0",
      'farout-guard lint --fix db/migrations/0043_add_email.sql',
      'farout-guard lint --rule template-header:off --format json --output-file report.json',
      'git show HEAD:db/migrations/0042.sql | farout-guard lint --stdin --stdin-filename db/migrations/0042.sql',
    ],
  },
  run: (args, process) => runLint(args, process),
};

/** Judges, and tells of each file what became of it. */
export async function runLint(
  args: Arguments,
  process: Process,
  tell: (result: FileResult, config: Config) => void = () => {},
): Promise<number> {
  const started = performance.now();
  const options = readLintOptions(args);
  const cwd = process.cwd();
  const config = await configFor(options, cwd);
  const from = options.stdin ? fromStdin : options.wanted.length > 0 ? fromChanges : fromFiles;
  const fixing = await fixingFor(options, config, process);
  const results = await from({ options, config, cwd, process, fixing });
  const outputs = await openOutputs(options.outputs, { colour: options.colour, root: config.root }, process);
  const baseline = await openBaseline(options, config, process);
  const told = (result: FileResult) => tell(result, config);
  const tally = await report(results, options, { outputs, baseline, process, started, told });
  return exitCodeOf(tally, options.maxWarnings, process);
}

async function configFor({ config: file, rules }: LintOptions, cwd: string): Promise<Config> {
  const config = await loadConfig({ cwd, ...(file === null ? {} : { file }) });
  if (Object.keys(rules).length === 0) return config;
  return { ...config, overrides: [...config.overrides, { files: ['**'], rules }] };
}

interface Surroundings {
  readonly outputs: Outputs;
  readonly baseline: BaselineRun | null;
  readonly process: Process;
  /** In milliseconds of `performance.now`. */
  readonly started: number;
  readonly told: (result: FileResult) => void;
}

async function openBaseline(options: LintOptions, config: Config, process: Process): Promise<BaselineRun | null> {
  if (options.baseline === null && config.baseline === null && !options.updateBaseline) return null;
  return (await import('./lint-baseline.ts')).openBaseline(options, config, process);
}

/** Reports the results as they come in and answers the tally of all, shown or not. */
async function report(
  results: Results,
  options: LintOptions,
  { outputs, baseline, process, started, told }: Surroundings,
): Promise<Tally> {
  const progress = progressOn(process.stderr, results.amount);
  const fixes = countFixes(options, process);
  let [all, shown] = [emptyTally, emptyTally];
  for await (const raw of results.each) {
    const result = baseline?.apply(raw, results.isNew?.(raw.path) ?? false) ?? raw;
    const visible = options.quiet ? withoutWarnings(result) : result;
    [all, shown] = [addToTally(all, result), addToTally(shown, visible)];
    progress.clear();
    told(result);
    fixes.add(raw);
    if (result.kind === 'failed') reportCrash(result, process);
    outputs.file(visible);
    progress.show(all.files);
  }
  progress.clear();
  baseline?.end();
  fixes.end();
  outputs.end(shown, performance.now() - started);
  return all;
}

function withoutWarnings(result: FileResult): FileResult {
  if (result.kind === 'failed') return result;
  return { ...result, findings: result.findings.filter(({ severity }) => severity === 'error') };
}

function reportCrash({ path, stack }: FileResult & { kind: 'failed' }, { stderr }: Process): void {
  if (stack === null) return;
  stderr.write(printableLines(`farout-guard: a bug in farout-guard, please report it: on ${path}\n${stack}\n`));
}
