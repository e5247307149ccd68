import { isScript } from '../config/defaults.ts';
import type { Engine } from '../engine/engine.ts';
import type { Finding, SourceFile } from '../types.ts';
import { opinionsOf, type Opinion } from './agreement.ts';
import { benchAt, type Bench } from './bench.ts';
import { bookkeepingOf } from './bookkeeping.ts';
import type { Chain } from './chain.ts';
import { keysOf } from './checkpoint.ts';
import { isFatal, type CycleReport } from './cycle.ts';
import { findingsOf, inWords, unread } from './findings.ts';
import { traceLocks, type Traced } from './locks/trace-migration.ts';
import type { Stumble } from './perform.ts';
import { compareSent, judgeSent, type Comparison } from './sent.ts';
import { extensionsIn } from './stub.ts';
import { subjectOf, upRunner, type Subject, type Surroundings } from './subject.ts';

/** What is tried: migrations of one chain, and how. */
export interface Wanted {
  readonly chain: Chain;
  /** Those to try, of the chain's paths. */
  readonly paths: ReadonlySet<string>;
  /** SQL that makes what the application or its host makes before the first migration. */
  readonly setup: readonly string[];
  /** Names of tables that are left out when schemas are compared. */
  readonly ignore: readonly string[];
  readonly locks: boolean;
  /** Starts an engine that has these extensions. */
  open(extensions: readonly string[], hasScripts: boolean): Promise<Engine>;
  /** Called when a migration before those that are tried has run. */
  progress(done: number, of: number): void;
}

/** What became of one migration. */
export type TrialResult = Tried | { readonly kind: 'untestable'; readonly path: string; readonly reason: string };

/** A migration that was run. */
export interface Tried {
  readonly kind: 'tried';
  readonly subject: Subject;
  readonly report: CycleReport;
  readonly findings: readonly Finding[];
  readonly opinions: readonly Opinion[];
  readonly locks: readonly Traced[];
  /** Of a script: what it was read to send against what it has sent. */
  readonly sent: Comparison | null;
  readonly milliseconds: number;
  /** Of the chain before it, with the engine: SHA-256. */
  readonly chain: string;
  /** The engine and its version, such as `pglite 18.6`. */
  readonly engine: string;
}

/** Chains that are longer than this are worth a checkpoint. */
const worthKeeping = 5;

/** Tries the migrations of a chain, in its order, each on a database that holds all before it. */
export async function* runTrials(wanted: Wanted, around: Surroundings): AsyncGenerator<TrialResult> {
  const { chain, paths } = wanted;
  const last = chain.paths.findLastIndex((path) => paths.has(path));
  const sources = chain.paths.slice(0, last + 1).map((path) => ({ path, text: around.files.read(path) ?? '' }));
  const isStubbed = (name: string) => Object.hasOwn(around.stubs, name);
  const own = bookkeepingOf(chain.framework).extensions ?? [];
  const extensions = [...new Set([...own, ...sources.flatMap(({ text }) => extensionsIn(text))])].filter(
    (name) => !isStubbed(name),
  );
  const engine = await wanted.open(
    extensions,
    sources.some(({ path }) => isScript(path)),
  );
  try {
    yield* along(sources, engine, { ...wanted, extensions }, around);
  } finally {
    await engine.close();
  }
}

type Along = Wanted & { readonly extensions: readonly string[] };

async function* along(sources: readonly SourceFile[], engine: Engine, wanted: Along, around: Surroundings): AsyncGenerator<TrialResult> {
  const { chain, paths, setup, extensions } = wanted;
  const name = `${engine.name} ${engine.version}`;
  const keys = keysOf({ engine: name, extensions, setup: [...setup, JSON.stringify(around.stubs)], framework: chain.framework }, sources);
  let bench: Bench | null = null;
  let broken: string | null = null;
  let missing: string | null = null;
  for (const [index, source] of sources.entries()) {
    if (!paths.has(source.path)) continue;
    if (!bench && broken === null) {
      const reached = await reach(index, sources, keys, engine, wanted, around);
      if (typeof reached === 'string') broken = reached;
      else bench = reached;
    }
    if (!bench || broken !== null) {
      yield { kind: 'untestable', path: source.path, reason: broken ?? '' };
      continue;
    }
    const tried: TrialResult = await tryOne(source, bench, { ...wanted, name, key: keys[index] ?? '' }, around);
    const result = missing === null ? tried : unlessItIsTheirs(tried, missing);
    yield result;
    const next = sources.slice(index + 1).findIndex(({ path }) => paths.has(path));
    if (next < 0) return;
    const isGone = result.kind === 'tried' && isFatal(result.report);
    const hasRun = result.kind === 'tried' && !result.report.up;
    if (isGone) bench = await reach(index, sources, keys, engine, wanted, around).then((again) => (typeof again === 'string' ? null : again));
    if (!bench) broken = `${source.path}, which comes before it, does not run`;
    else if (!hasRun) missing ??= source.path;
    if (bench) broken = await advanceOver(sources.slice(hasRun ? index : index + 1, index + 1 + next), bench, wanted, around);
  }
} // prettier-ignore

/** What fails where a migration before it has not run may fail of that. */
function unlessItIsTheirs(result: TrialResult, missing: string): TrialResult {
  if (result.kind === 'untestable' || !result.report.up) return result;
  const { path } = result.subject.source;
  return { kind: 'untestable', path, reason: `${missing}, which comes before it, does not run: ${inWords(result.report.up)}` };
} // prettier-ignore

/** A bench with all before an index; in words why there is none. */
async function reach(
  index: number,
  sources: readonly SourceFile[],
  keys: readonly string[],
  engine: Engine,
  wanted: Along,
  around: Surroundings,
): Promise<Bench | string> {
  const { chain, setup, ignore } = wanted;
  const own = bookkeepingOf(chain.framework);
  let from = index;
  let copy = null;
  for (; from > 0 && !copy; from--) {
    copy = await engine.find(keys[from] ?? '');
    if (copy) break;
  }
  const bench = benchAt(engine, await engine.open(copy), [...own.tables, ...ignore]);
  // Where it is not to be had, those that need it will say so.
  for (const name of copy ? [] : (own.extensions ?? [])) await bench.database.run(`CREATE EXTENSION IF NOT EXISTS "${name}"`);
  if (!copy)
    for (const sql of [own.sql, ...setup].filter((text) => text !== '')) {
      const { failure } = await bench.database.run(sql);
      if (failure) return `test.setup does not run: ${failure.message}`;
    }
  const stop = await advanceOver(sources.slice(from, index), bench, wanted, around);
  if (stop !== null) return stop;
  if (index - from >= worthKeeping) await engine.keep(await bench.database.copy(), keys[index] ?? '');
  return bench;
} // prettier-ignore

/** Runs migrations up for good; in words why that is not possible. */
async function advanceOver(sources: readonly SourceFile[], bench: Bench, { chain, progress }: Along, around: Surroundings): Promise<string | null> {
  for (const [done, source] of sources.entries()) {
    progress(done, sources.length);
    const { runner, obstacle } = upRunner(source, chain.framework, around);
    if (obstacle !== null) return `${source.path}, which comes before it, cannot be run here: ${obstacle}`;
    const stumble = await bench.advance(runner);
    if (stumble) return `${source.path}, which comes before it, does not run: ${inWords(stumble)}${versionRemark(bench, around)}`;
  }
  return null;
} // prettier-ignore

/** What one version refuses another may take. */
function versionRemark({ database }: Bench, { config }: Surroundings): string {
  return database.version === config.postgres ? '' : ` (this is PostgreSQL ${database.version}; the configuration says ${config.postgres})`;
} // prettier-ignore

type One = Along & { readonly name: string; readonly key: string };

async function tryOne(source: SourceFile, bench: Bench, { name, key, locks }: One, around: Surroundings): Promise<TrialResult> {
  const started = performance.now();
  const subject = subjectOf(source, around);
  const { path } = source;
  const impossible = subject.obstacle ?? serverWide(subject, bench);
  if (impossible !== null) return { kind: 'untestable', path, reason: impossible };
  const isScripted = subject.capture !== null && bench.engine.name === 'postgres';
  const report = await bench.tryOut({ runner: subject.runner, needsCopies: subject.needsCopies || isScripted });
  const obstacle = subject.capture?.obstacle ?? missingHere(report.up);
  if (obstacle !== null) return { kind: 'untestable', path, reason: obstacle };
  const traced = locks && subject.up && !report.up ? await traceLocks(subject.up, bench) : [];
  const milliseconds = performance.now() - started;
  const up = subject.capture?.sent.up ?? null;
  const judged = up && judgeSent(up, path, around.config);
  const findings = [...findingsOf(subject, report), ...(up && judged ? unread(subject, up, judged) : [])];
  const sent = judged && compareSent(subject.migration.sections, judged);
  return { kind: 'tried', subject, report, findings, opinions: opinionsOf(subject.migration, report), locks: traced, sent, milliseconds, chain: key, engine: name };
} // prettier-ignore

/** An extension that the engine does not have says nothing about the migration. */
function missingHere(stumble: Stumble | null): string | null {
  const { code, message } = stumble?.failure ?? { code: '', message: '' };
  const isExtension = (code === '0A000' || code === '58P01') && message.includes('extension');
  return isExtension ? `${message}; "test": { "stubExtensions": […] } names those to do without` : null;
}

/** On a server that others use nothing may happen outside the trial's own database. */
function serverWide({ migration }: Subject, { engine }: Bench): string | null {
  if (!engine.isShared) return null;
  const objects = /^(?:database|tablespace|role|subscription)$/;
  for (const { statements } of migration.sections)
    for (const { operations } of statements)
      for (const operation of operations) {
        const isWide =
          ('object' in operation && objects.test(operation.object)) || operation.kind === 'destroy' || operation.kind === 'unverifiable' ||
          (operation.kind === 'other' && /^(?:ALTER SYSTEM|ALTER ROLE|ALTER DATABASE|CHECKPOINT|LOAD|REASSIGN)/.test(operation.tag));
        if (isWide) return `it reaches beyond its own database (${migration.words(operation.range).split('\n', 1)[0]}), which a server that others use must not be tried with: --engine pglite or --engine postgres`;
      }
  return null;
} // prettier-ignore
