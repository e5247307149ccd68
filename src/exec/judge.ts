import { relative, resolve as resolvePath } from 'node:path';
import { factsOf } from '../commands/lint-results.ts';
import { isScript } from '../config/defaults.ts';
import { isIgnored } from '../config/match.ts';
import { resolve } from '../config/resolve.ts';
import type { Config } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { diskFiles, readSource } from '../files/disk.ts';
import { printable, toPath } from '../files/path.ts';
import { lines } from '../lines.ts';
import { detect } from '../migration/detect.ts';
import { adapterNamed } from '../migration/read.ts';
import type { Process } from '../process.ts';
import type { FileResult } from '../report/reporter.ts';
import { runnableOf } from '../trial/runnable.ts';
import type { Files, Finding, SourceFile } from '../types.ts';
import { checkerFor } from '../worker/check.ts';
import { planOf, type Batch } from './plan.ts';

/** A migration as it was read, once: what was judged is what runs. */
export interface Judged {
  readonly source: SourceFile;
  readonly result: FileResult;
  readonly batches: readonly Batch[];
  /** Why it must not run, but for findings; null for nothing. */
  readonly refusal: string | null;
}

/** Reads and judges migrations as `lint` does, but for comments that approve: before a database only approvals on record count. */
export async function judge(paths: readonly string[], config: Config, process: Process): Promise<readonly Judged[]> {
  const files = diskFiles(config.root);
  const facts = await factsOf(files, true, { config, cwd: process.cwd(), process });
  const job = { config, crossCheck: false, trace: false, fixing: null, facts };
  const checker = await checkerFor(job, paths);
  return paths.map((path) => {
    const source = readSource(config.root, path);
    return { source, result: withoutComments(checker.source(source).result), ...plan(source, config, files) };
  });
}

/** A result in which no comment permits anything. */
function withoutComments(result: FileResult): FileResult {
  if (result.kind === 'failed') return result;
  const findings = result.findings.map((finding) => (finding.approval?.mode === 'inline' ? { ...finding, approval: null } : finding));
  return { ...result, findings };
} // prettier-ignore

/** What blocks: as in `lint`, and whatever destroys data without a permission, however light the configuration takes it. */
export function blockers({ result }: Judged): readonly Finding[] {
  if (result.kind === 'failed') return [];
  return result.findings.filter(({ approval, severity, level }) => !approval && (severity === 'error' || level === 3));
}

function plan(source: SourceFile, config: Config, files: Files): Pick<Judged, 'batches' | 'refusal'> {
  const { path } = source;
  const refused = (refusal: string) => ({ batches: [], refusal });
  if (isIgnored(config, path)) return refused('the configuration ignores it, so nothing has judged it');
  if (isScript(path)) return refused('is a script: its own tool runs it');
  if (source.problem !== undefined) return refused(source.problem);
  const settings = resolve(config, path);
  const name = settings.adapter ?? detect(source, files);
  const adapter = adapterNamed(name);
  if (adapter.identify(path, files).direction === 'down') return refused('runs down, and only what runs up is run here');
  const { steps, obstacle } = runnableOf(source, 'up', { adapter, files, postgres: settings.postgres, apart: true });
  if (obstacle !== null) return refused(obstacle);
  const planned = planOf(steps, name);
  if ('refusal' in planned) return refused(`${placed(source, planned.at)}${planned.refusal}`);
  return planned.batches.length === 0 ? refused('there is nothing in it to run') : { ...planned, refusal: null };
} // prettier-ignore

function placed({ text }: SourceFile, at: number | null): string {
  if (at === null) return '';
  const { line, column } = lines(text).locate(at);
  return `${line}:${column}: `;
}

/** The paths of files from the project's root; each is run once. */
export function pathsBelow(given: readonly string[], root: string, cwd: string): readonly string[] {
  const paths = given.map((each) => {
    const absolute = resolvePath(cwd, each);
    const path = toPath(relative(root, absolute));
    if (path === '..' || path.startsWith('../') || resolvePath(root, path) !== absolute)
      throw new UserError(`${printable(each)}: is outside of the project ${root}`);
    return path;
  });
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new UserError(`${printable(twice)}: is named twice`);
  return paths;
}
