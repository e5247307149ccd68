import { relative, resolve as resolvePath } from 'node:path';
import type { Arguments } from '../commands/command.ts';
import { isScript } from '../config/defaults.ts';
import { loadConfig } from '../config/load.ts';
import { resolve } from '../config/resolve.ts';
import type { Config, FileConfig } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { diskFiles, readSource } from '../files/disk.ts';
import { printable, toPath } from '../files/path.ts';
import { openRewritable } from '../files/rewritable.ts';
import { writeNew } from '../files/write-new.ts';
import { applyEdits } from '../fix/apply.ts';
import { lintSource } from '../lint.ts';
import { detect } from '../migration/detect.ts';
import { read } from '../migration/read.ts';
import type { Process } from '../process.ts';
import { printableLines } from '../report/printable.ts';
import { rules } from '../../rules/index.ts';
import { loadScriptReader } from '../script-reader.ts';
import type { ScriptReader } from '../script/read-script.ts';
import type { Proof } from '../trial/prove-down.ts';
import type { Files, SourceFile } from '../types.ts';
import { pathsBefore } from '../migration/chain.ts';
import { downOf, withDown, type Down } from './down-of.ts';

/** Prints or writes the ways back of these files. Answers the exit code. */
export async function writeDown(
  given: readonly string[],
  options: Arguments['options'],
  process: Process,
): Promise<number> {
  const [file, cwd] = [options.get('config')?.at(-1), process.cwd()];
  const config = await loadConfig({ cwd, ...(file === undefined ? {} : { file }) });
  const files = diskFiles(config.root);
  // All are made before one is written: a refusal leaves all as they were.
  const unproved: Made[] = [];
  for (const each of given) unproved.push(await make(pathBelow(config.root, cwd, each), config, files));
  if (options.has('write')) refuse(unproved);
  const made = options.has('no-run') ? unproved : await proved(unproved, config, files, process);
  if (options.has('write')) write(made, config.root, process);
  else print(made, process);
  for (const line of made.flatMap(remarks)) process.stderr.write(printableLines(`farout-guard: ${line}\n`));
  return made.every(isComplete) ? 0 : 1;
}

interface Made {
  readonly path: string;
  readonly framework: string;
  /** What its scripts are read with. */
  readonly scripts: ScriptReader | null;
  readonly down: Down;
  /** What the rule for ways back still says of it. */
  readonly left: string | null;
  /** What came of running it; null when it was not to be run. */
  readonly proof: Proof | null;
}

const isComplete = ({ down, left, proof }: Made) =>
  down.irreversible.length === 0 && left === null && proof?.kind !== 'wrong';

/** Nothing is offered that was not tried, where it can be. What a person must put there cannot. */
async function proved(made: readonly Made[], config: Config, files: Files, { env }: Process): Promise<readonly Made[]> {
  const wanted = made.filter(({ down }) => down.edits.length > 0);
  if (wanted.length === 0) return made;
  const { proveDown } = await import('../trial/prove-down.ts');
  const engines = (await import('../trial/kept-engines.ts')).keptEngines();
  const proofs = new Map<Made, Proof>();
  const programs = env['PATH'] ?? '';
  try {
    for (const each of wanted) {
      const { path, framework, scripts, down } = each;
      const proof = await proveDown(path, framework, { config, engines, files: withDown(files, down), scripts, edited: down.path, programs });
      proofs.set(each, proof);
      // What could not be run may have cost the engine.
      if (proof.kind === 'unproved') await engines.close();
    }
  } finally {
    await engines.close();
  }
  return made.map((each) => ({ ...each, proof: proofs.get(each) ?? null }));
} // prettier-ignore

function pathBelow(root: string, cwd: string, given: string): string {
  const absolute = resolvePath(cwd, given);
  const path = toPath(relative(root, absolute));
  if (path === '..' || path.startsWith('../') || resolvePath(root, path) !== absolute)
    throw new UserError(`${printable(given)}: is outside of the project ${root}`);
  return path;
}

async function make(path: string, config: Config, files: Files): Promise<Made> {
  const source = readSource(config.root, path);
  if (source.problem !== undefined) throw new UserError(`${printable(path)}: ${source.problem}`);
  const settings = resolve(config, path);
  const adapter = settings.adapter ?? detect(source, files);
  const scripts = await loadScriptReader([path, ...pathsBefore({ path, adapter }, files)]);
  const migration = read(source, files, { ...settings, scripts });
  const parse = isScript(path) ? (await import('../script/parse.ts')).parse : null;
  const down = downOf(migration, files, { ...settings, scripts, parse });
  const left = down.sql === '' ? null : leftAfter(source, withDown(files, down), down, settings, scripts);
  return { path, framework: migration.adapter, scripts, down, left, proof: null };
} // prettier-ignore

const rule = 'require-down-migration';

/** What the rule says of the migration once its way back is there. */
function leftAfter(source: SourceFile, files: Files, down: Down, config: FileConfig, scripts: ScriptReader | null): string | null {
  if (down.edits.length === 0) return null;
  const active = config.rules.find(({ name }) => name === rule);
  const options = active?.options ?? rules[rule]?.defaults ?? {};
  const judged: FileConfig = { ...config, rules: [{ name: rule, severity: 'error', options }] };
  const text = files.read(source.path) ?? source.text;
  const [finding] = lintSource({ ...source, text }, files, judged, { scripts }).findings;
  return finding ? (finding.message.split('\n')[0] ?? '') : null;
} // prettier-ignore

function print(made: readonly Made[], { stdout }: Process): void {
  const shown = made.filter(({ down }) => down.sql !== '');
  const title = ({ down }: Made) => (made.length > 1 ? `-- ==> ${printable(down.path)}\n` : '');
  stdout.write(shown.map((each) => `${title(each)}${each.down.sql}`).join('\n'));
}

function refuse(made: readonly Made[]): void {
  for (const { down } of made)
    if (down.sql !== '' && down.obstacle !== null) throw new UserError(`${printable(down.path)}: ${down.obstacle}`);
}

function write(made: readonly Made[], root: string, { stdout }: Process): void {
  const wanted = made.filter(({ down }) => down.sql !== '');
  // All are looked at before one is written.
  const writes = wanted.map(({ down }) => writeOf(down, root));
  for (const [index, { down }] of wanted.entries()) {
    writes[index]?.();
    stdout.write(`wrote ${printable(down.path)}\n`);
  }
}

/** What writes a way back; a `UserError` where that cannot be. */
function writeOf({ path, before, edits }: Down, root: string): () => void {
  const text = applyEdits(before ?? '', edits);
  if (before === null) return () => writeNew(root, [{ path, text }]);
  const target = openRewritable(root, path);
  const error = (problem: string) => new UserError(`${printable(path)}: ${problem}`);
  const remedy = 'run farout-guard down without --write and put what it prints there';
  if (target.problem !== null) throw error(`${target.problem}; ${remedy}`);
  if (!target.canWrite(text)) throw error(`its encoding has no sign for some of it; ${remedy}`);
  // A trial takes long enough for a person to save the file meanwhile.
  if (target.source.text !== before) throw error('was changed meanwhile, and nothing is overwritten; run it again');
  return () => void target.write(text);
}

function remarks({ path, down, left, proof }: Made): readonly string[] {
  if (down.sql === '') return [`${path}: there is nothing to undo`];
  const said = left === null ? [] : [`${rule} still says: ${left}`];
  return [...down.irreversible, ...said, ...(proof ? [inWords(proof)] : [])].map((line) => `${path}: ${line}`);
}

function inWords(proof: Proof): string {
  if (proof.kind === 'unproved') return `not tried: ${proof.reason}`;
  return proof.kind === 'proved'
    ? `tried on ${proof.engine}: up and down leave the schema as it was${proof.onRows === '' ? '' : `; where tables hold rows, this is not:\n${proof.onRows}`}`
    : `tried on ${proof.engine}: ${proof.words}`;
}
