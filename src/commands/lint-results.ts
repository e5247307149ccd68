import { relative, resolve } from 'node:path';
import { hasRecords, type ApprovalFacts } from '../approval/permissions.ts';
import { classifierOf } from '../config/classify.ts';
import { isIgnored, matcher } from '../config/match.ts';
import { checkWithCache } from '../cache/with-cache.ts';
import type { Config } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { decode } from '../files/decode.ts';
import { discover } from '../files/discover.ts';
import { isNewIn, type Classify } from '../files/git/changes.ts';
import type { Selection } from '../files/git/selection.ts';
import { diskFiles, toSource } from '../files/disk.ts';
import { toPath } from '../files/path.ts';
import { manifest } from '../package.ts';
import { timeOf, type Process } from '../process.ts';
import type { Files } from '../types.ts';
import { readAll } from '../read-all.ts';
import { printable } from '../report/printable.ts';
import { failure } from '../report/failure.ts';
import type { FileResult } from '../report/reporter.ts';
import { parse } from '../sql/postgres.ts';
import { checkAll, filesPerThread } from '../worker/all.ts';
import { checkerFor, type Checked, type Checker, type Fixing, type Job } from '../worker/check.ts';
import type { LintOptions, Shard } from './lint-options.ts';

/** What became of each file, sorted by path. */
export interface Results {
  readonly amount: number;
  readonly each: AsyncIterable<FileResult>;
  /** Of changes: whether they bring a file that the base branch does not have. */
  readonly isNew?: (path: string) => boolean;
}

interface Call {
  readonly options: LintOptions;
  readonly config: Config;
  readonly cwd: string;
  readonly process: Process;
  readonly fixing: Fixing | null;
}

/** Checks the text on standard input. */
export async function fromStdin(call: Call): Promise<Results> {
  const { options, config, cwd, process, fixing } = call;
  const path = toPath(relative(config.root, resolve(cwd, options.stdinFilename)));
  if (isIgnored(config, path)) {
    noteIgnored(path, process);
    return { amount: 0, each: inOrder([], []) };
  }
  const decoded = decode(await readAll(process.stdin));
  const facts = await factsOf(diskFiles(config.root), true, call);
  const checker = await checkerFor(jobOf(options, config, fixing, facts), [path]);
  async function* each() {
    yield checker.source(toSource(path, decoded)).result;
  }
  return { amount: 1, each: each() };
}

/** Checks what git says is changed. What several ranges of commits change in the same way is told once. */
export async function fromChanges(call: Call): Promise<Results> {
  const { options, config, cwd, process } = call;
  const { openSelection } = await import('../files/git/open-selection.ts');
  const { root, baseBranch, path } = config;
  const classify = classifier(options.patterns, config, cwd);
  const settings = { cwd, env: process.env, root, config: path, baseBranch, classify, meanwhile: loadGrammar };
  const selections: Selection[] = [];
  // One after the other: each starts programs, and a push may bring many.
  for (const wanted of options.wanted) selections.push(await openSelection(wanted, settings));
  if (options.verbose)
    for (const path of new Set(selections.flatMap(({ leftOut }) => leftOut)))
      process.stderr.write(`farout-guard: ${printable(path)} is not judged\n`);
  if (selections.some(({ otherConfig }) => otherConfig))
    process.stderr.write(`farout-guard: ${path} is used as it is on disk, which is not how it is staged\n`);
  const all = selections.flatMap((selection, index) => {
    let checker: ReturnType<typeof checkerFor> | undefined;
    const onDisk = options.wanted[index]?.kind === 'since';
    return selection.sources.map((source) => ({
      source,
      checker: () => (checker ??= checkerOf(selection, onDisk, call)),
    }));
  });
  if (selections.length > 1) all.sort((a, b) => (a.source.path < b.source.path ? -1 : 1));
  const part = partOf(all, options.shard);
  async function* each() {
    for (const { source, checker } of part) yield (await checker()).source(source).result;
  }
  const isNew = (path: string) => selections.some(({ changes }) => isNewIn(changes, path));
  return { amount: part.length, each: selections.length > 1 ? distinct(each()) : each(), isNew };
}

async function checkerOf(selection: Selection, onDisk: boolean, call: Call): Promise<Checker> {
  const { options, config, fixing } = call;
  const facts = await factsOf(selection.files, onDisk, call);
  const paths = selection.sources.map(({ path }) => path);
  return checkerFor(jobOf(options, config, fixing, facts), paths, selection);
}

/** Leaves out what has been told before. */
async function* distinct(results: AsyncIterable<FileResult>): AsyncGenerator<FileResult> {
  const told = new Set<string>();
  for await (const result of results) {
    const words = JSON.stringify(result);
    if (!told.has(words)) yield result;
    told.add(words);
  }
}

/** PostgreSQL's grammar takes its time at the first statement. */
const loadGrammar = () => void parse('SELECT 1');

function classifier(patterns: readonly string[], config: Config, cwd: string): Classify {
  const paths = patterns.map((pattern) => toPath(relative(config.root, resolve(cwd, pattern))));
  const isAsked = paths.length === 0 ? () => true : matcher(paths);
  const classify = classifierOf(config);
  return (path) => (isAsked(path) ? classify(path) : null);
}

/** Checks the files that the arguments or the configuration name. */
export async function fromFiles(call: Call): Promise<Results> {
  const { options, config, cwd, process } = call;
  const { files, ignored, unmatched, unreadable } = await discover(options.patterns, config, cwd);
  if (unmatched.length > 0 && !options.allowEmpty) throw nothingMatches(unmatched, options, config);
  for (const path of ignored) noteIgnored(path, process);
  const closed = unreadable.map((path) => failure(path, new UserError('cannot be read: permission denied')));
  const part = partOf(files, options.shard);
  const each = inOrder(closed, options.cache ? fromCache(part, call) : fresh(part, call));
  return { amount: part.length + closed.length, each };
}

/** Every n-th file, so that all parts take about as long; the parts of one list are the same on every machine. */
const partOf = <Each>(all: readonly Each[], { index, count }: Shard): readonly Each[] =>
  count === 1 ? all : all.filter((_, at) => at % count === index - 1);

function noteIgnored(path: string, { stderr }: Process): void {
  stderr.write(`farout-guard: ${printable(path)} is ignored by the configuration\n`);
}

const mostNamed = 4;

function nothingMatches(unmatched: readonly string[], { patterns }: LintOptions, config: Config): UserError {
  const origin = patterns.length > 0 ? '' : ` (migrations of ${config.path ?? 'the defaults'}, below ${config.root})`;
  const more = unmatched.length > mostNamed ? ` and ${unmatched.length - mostNamed} more patterns` : '';
  const named = unmatched.slice(0, mostNamed).join(', ');
  return new UserError(`no file matches ${named}${more}${origin}. --allow-empty permits that.`);
}

/** Merges results that are sorted by path. */
async function* inOrder(
  few: readonly FileResult[],
  many: AsyncIterable<FileResult> | Iterable<FileResult>,
): AsyncGenerator<FileResult> {
  let next = 0;
  for await (const result of many) {
    for (let first = few[next]; first && first.path < result.path; first = few[++next]) yield first;
    yield result;
  }
  yield* few.slice(next);
}

async function* fresh(paths: readonly string[], call: Call): AsyncGenerator<FileResult> {
  for await (const { result } of checked(paths, call)) yield result;
}

async function* fromCache(paths: readonly string[], call: Call): AsyncGenerator<FileResult> {
  const { options, config, cwd, process } = call;
  const { cacheLocation, openCache } = await import('../cache/cache.ts');
  const location = options.cacheLocation === null ? cacheLocation(config.root) : resolve(cwd, options.cacheLocation);
  const [node] = process.version.split('.', 1);
  const key = `farout-guard@${manifest.version} node@${node}${options.crossCheck ? ' cross-check' : ''}`;
  const cache = openCache({ location, root: config.root, key });
  yield* checkWithCache(paths, { cache, config, checkAll: (rest) => checked(rest, call) });
}

async function* checked(paths: readonly string[], call: Call): AsyncGenerator<Checked> {
  const { options, config, fixing } = call;
  const facts = await factsOf(diskFiles(config.root), true, call);
  yield* checkAll(paths, jobOf(options, config, fixing, facts), await threadsFor(options.concurrency, paths.length));
}

const jobOf = (options: LintOptions, config: Config, fixing: Fixing | null, facts: ApprovalFacts): Job => {
  const { crossCheck, cache } = options;
  return { config, crossCheck, trace: cache, fixing, facts };
};

/** What is to know of approvals; where nothing is on record, nothing need be loaded to ask of it. */
export async function factsOf(files: Files, onDisk: boolean, { config: { root, approvals }, cwd, process }: Pick<Call, 'config' | 'cwd' | 'process'>): Promise<ApprovalFacts> {
  const now = timeOf(process).getTime();
  if (!hasRecords(files)) return { now, inGit: null, authors: {}, signatures: {} };
  const [{ approvalFacts }, { gitFor }] = await Promise.all([import('../files/approval-facts.ts'), import('../files/git/repository.ts')]);
  return approvalFacts(files, { root, settings: approvals, git: await gitFor(resolve(cwd), process.env), onDisk, now });
} // prettier-ignore

async function threadsFor(wanted: number | 'auto', files: number): Promise<number> {
  if (wanted !== 'auto') return Math.min(wanted, files);
  if (files < 2 * filesPerThread) return 1;
  const { availableParallelism } = await import('node:os');
  return Math.min(availableParallelism(), Math.floor(files / filesPerThread));
}
