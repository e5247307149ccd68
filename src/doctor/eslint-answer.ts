import { lastLine, runProgram } from '../files/run-program.ts';
import type { Process } from '../process.ts';
import { objectIn } from '../project/manifest.ts';

/** How ESLint is set for one file. */
export type Applied =
  | {
      readonly kind: 'configured';
      /** The language of our plugin, or another one. */
      readonly isSql: boolean;
      /** 0, 1 or 2 by the name of a rule. */
      readonly severities: ReadonlyMap<string, number>;
      /** The rules that our plugin has; empty without it. */
      readonly ours: readonly string[];
      /** Whether the parser is the one for JavaScript alone. */
      readonly isJavaScript: boolean;
    }
  /** `reason` in ESLint's own words. */
  | { readonly kind: 'ignored'; readonly reason: string };

/** What the project's ESLint answers, or why it does not. */
export type Answer =
  | { readonly version: string; readonly files: readonly Applied[] }
  | { readonly problem: string; readonly isMissing: boolean };

const mark = 'farout-guard doctor: ';
const longest = 60_000;

/** It runs in a process of its own: a configuration may do anything, also write, wait and end the process. */
const script = `
import { writeSync } from 'node:fs';
const answer = (value) => {
  writeSync(1, '\\n${mark}' + JSON.stringify(value) + '\\n');
  process.exit(0);
};
const fail = (error) => answer({ problem: String(error?.message ?? error) });
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
const load = async () => {
  const module = await import('eslint');
  return module.ESLint ?? module.default.ESLint;
};
const ESLint = await load().catch((error) => answer({ problem: String(error?.message), isMissing: error?.code === 'ERR_MODULE_NOT_FOUND' }));
const look = async (eslint, path) => {
  const config = await eslint.calculateConfigForFile(path);
  if (!config) {
    const [result] = await eslint.lintText('', { filePath: path, warnIgnored: true });
    return { kind: 'ignored', reason: result?.messages[0]?.message ?? '' };
  }
  const plugin = config.plugins?.['farout-guard'];
  const parser = config.languageOptions?.parser;
  return {
    kind: 'configured',
    isSql: plugin?.languages?.sql !== undefined && config.language === plugin.languages.sql,
    severities: Object.entries(config.rules ?? {}).map(([name, setting]) => [name, [setting].flat()[0]]),
    ours: Object.keys(plugin?.rules ?? {}),
    isJavaScript: (parser?.meta?.name ?? parser?.name) === 'espree',
  };
};
try {
  const eslint = new ESLint({ cwd: process.cwd() });
  const files = [];
  for (const path of process.argv.slice(1)) files.push(await look(eslint, path));
  answer({ version: ESLint.version, files });
} catch (error) {
  fail(error);
}
`;

/** Asks the ESLint that a folder has installed, absolute, how it is set for files; paths are absolute, too. `timeout` in milliseconds. */
export function askEslint(
  folder: string,
  paths: readonly string[],
  { argv, env }: Pick<Process, 'argv' | 'env'>,
  timeout = longest,
): Answer {
  const args = ['--input-type=module', '--eval', script, '--', ...paths];
  const { status, output } = runProgram(argv[0] ?? 'node', args, { cwd: folder, env, timeout });
  const line = output.split('\n').findLast((one) => one.startsWith(mark));
  if (line !== undefined) return answerIn(objectIn(JSON.parse(line.slice(mark.length))));
  const end = status === null ? `it gave no answer in ${timeout / 1000} seconds` : 'it ended without an answer';
  return { problem: [end, lastLine(output)].filter((words) => words !== '').join(': '), isMissing: false };
}

function answerIn({ problem, isMissing, version, files }: Readonly<Record<string, unknown>>): Answer {
  if (!Array.isArray(files)) return { problem: firstLine(String(problem)), isMissing: isMissing === true };
  return { version: String(version), files: files.map((one) => appliedIn(objectIn(one))) };
}

/** Without a full stop, for another sentence may follow. */
const firstLine = (text: string) => (text.trim().split(/\r?\n/, 1)[0] ?? '').replace(/\.$/, '');

function appliedIn({
  kind,
  reason,
  isSql,
  severities,
  ours,
  isJavaScript,
}: Readonly<Record<string, unknown>>): Applied {
  if (kind === 'ignored') return { kind, reason: String(reason) };
  const pairs = (Array.isArray(severities) ? severities : []) as readonly (readonly [string, unknown])[];
  return {
    kind: 'configured',
    isSql: isSql === true,
    severities: new Map(pairs.map(([name, severity]) => [name, severityOf(severity)])),
    ours: (Array.isArray(ours) ? ours : []) as readonly string[],
    isJavaScript: isJavaScript === true,
  };
}

const words: readonly unknown[] = ['off', 'warn', 'error'];

const severityOf = (severity: unknown) => (typeof severity === 'number' ? severity : words.indexOf(severity));
