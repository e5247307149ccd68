import { relative, resolve as resolvePath } from 'node:path';
import { loadConfig } from '../config/load.ts';
import { isMigration } from '../config/match.ts';
import { resolve } from '../config/resolve.ts';
import type { Config } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { diskFiles } from '../files/disk.ts';
import { toPath } from '../files/path.ts';
import { writeNew } from '../files/write-new.ts';
import { writeWhole } from '../files/write.ts';
import { within } from '../migration/path.ts';
import { readAuthor } from './author.ts';
import { chooseFramework } from './choose.ts';
import { defaultFields, fieldsOf } from './header.ts';
import { makeMigration, type Made } from './make.ts';
import { extendedPlan } from './sqitch-plan.ts';
import { timeOf, type Process } from '../process.ts';
import type { Framework } from '../project/framework.ts';
import { frameworkNames, type FrameworkName } from '../project/framework-kinds.ts';
import { detectPackageManager, guardCommand } from '../project/package-manager.ts';
import type { Files } from '../types.ts';
import type { Arguments } from '../commands/command.ts';

/** Writes the migration that these words describe, and says what is left to do. Answers the exit code. */
export async function writeMigration(
  words: string,
  options: Arguments['options'],
  process: Process,
): Promise<number> {
  const value = (name: string) => options.get(name)?.at(-1) ?? null;
  if (options.has('sql') && options.has('ts')) throw new UserError('--sql and --ts do not go together: give one of them');
  const [file, cwd] = [value('config'), process.cwd()];
  const config = await loadConfig({ cwd, ...(file === null ? {} : { file }) });
  const files = diskFiles(config.root);
  const { framework, others } = chooseFramework(
    {
      framework: value('framework') ?? frameworkOfAdapter(config.adapter),
      folder: folderBelow(config.root, cwd, value('folder')),
      language: options.has('sql') ? 'sql' : options.has('ts') ? 'ts' : null,
      below: belowRoot(config.root, cwd) ?? '',
    },
    files,
  );
  const now = timeOf(process);
  const ruleOptions = optionsIn(config, framework);
  const fields = fieldsOf(ruleOptions('template-header'));
  const made = makeMigration({
    words,
    name: value('name'),
    framework,
    files,
    now,
    author: await readAuthor(process),
    fields: fields.length > 0 ? fields : defaultFields,
    protocol: ruleOptions('migration-filename').convention === 'protocol',
  });
  const project: Project = { config, framework, files, now };
  if (options.has('stdout')) process.stdout.write(made.files[0]?.text ?? '');
  else if (options.has('dry-run')) process.stdout.write(preview(made));
  else write(made, project, process);
  for (const line of remarks(made, project, others)) process.stderr.write(`farout-guard: ${line}\n`);
  return 0;
} // prettier-ignore

/** Scripts with a bare client are of no framework that has a form for them. */
function frameworkOfAdapter(adapter: string | null): FrameworkName | null {
  return adapter === null ? null : (frameworkNames.find((name) => name === adapter) ?? 'plain');
}

interface Project {
  readonly config: Config;
  readonly framework: Framework;
  readonly files: Files;
  readonly now: Date;
}

/** The options of a rule for the migrations of that folder; defaults where it is off. */
function optionsIn(config: Config, { folder, language }: Framework) {
  const { rules } = resolve(config, within(folder, `x.${language}`));
  return (name: string): { convention?: unknown } => rules.find((rule) => rule.name === name)?.options ?? {};
}

function folderBelow(root: string, cwd: string, folder: string | null): string | null {
  if (folder === null) return null;
  const below = belowRoot(root, resolvePath(cwd, folder));
  if (below === null) throw new UserError(`--folder ${folder}: is outside of the project ${root}`);
  return below;
}

/** Relative to the root, or null for what is outside. */
function belowRoot(root: string, folder: string): string | null {
  const path = toPath(relative(root, folder));
  return path === '..' || path.startsWith('../') || resolvePath(root, path) !== resolvePath(folder) ? null : path;
}

function write(made: Made, { config, framework, files, now }: Project, process: Process): void {
  if (framework.name === 'drizzle') throw registersItself(made);
  const plan = framework.name === 'sqitch' ? extendedPlan(framework.folder, made.draft, now, files) : null;
  writeNew(config.root, made.files);
  if (plan) writeWhole(resolvePath(config.root, plan.path), plan.text);
  const lines = [...made.files.map(({ path }) => `wrote ${path}`), ...(plan ? [`added it to ${plan.path}`] : [])];
  const { stdout } = process;
  const cwd = process.cwd();
  stdout.write(lines.map((line) => `${line}\n`).join(''));
  const guard = guardCommand(detectPackageManager(files, belowRoot(config.root, cwd) ?? ''));
  const check = (path: string) => `${guard} lint ${quoted(toPath(relative(cwd, resolvePath(config.root, path))))}`;
  for (const line of nextSteps(made, check)) stdout.write(`next: ${line}\n`);
}

/** Drizzle's journal and its snapshot of the schema are its own. */
function registersItself({ files, draft }: Made): UserError {
  const name = draft.words.join('_');
  return new UserError(
    `drizzle keeps a journal that only its own command writes: run npx drizzle-kit generate --custom --name=${name}, ` +
      `then put what --stdout prints into the file that it makes, such as ${files[0]?.path ?? name}`,
  );
}

function nextSteps({ files, draft, next }: Made, checkOf: (path: string) => string): readonly string[] {
  const [migration] = files;
  const sql = [...draft.change.up, ...draft.change.down].map((step) => step.sql).join('\n');
  const open = [...new Set(sql.match(/<[^<>\n]+>/g) ?? [])];
  const fill = open.length > 0 ? [`fill in ${open.join(', ')}`] : [];
  const check = migration ? [checkOf(migration.path)] : [];
  return [...fill, ...check, ...next];
}

const quoted = (path: string) => (/^[\w./@-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

const preview = ({ files }: Made) => files.map(({ path, text }) => `would write ${path}:\n\n${text}\n`).join('');

function remarks({ draft, files, keepsOwnNames }: Made, { config, framework }: Project, others: readonly Framework[]) {
  const [first] = files;
  const isSeen = !first || isMigration(config, first.path);
  return [
    ...(draft.author === null ? ['git knows no user.name: fill in the author'] : []),
    ...(keepsOwnNames ? [`${framework.name} would misread a name such as 20260131_120000_…, so it has its own; migration-filename asks for the other`] : []),
    ...(isSeen ? [] : [`${first.path}: is none of the configured migrations, so nobody would lint it: add its folder to migrations`]),
    ...(others.length > 0 ? [`written for ${framework.name}; --folder chooses another: ${others.slice(0, 5).map(({ name, folder }) => `${folder} (${name})`).join(', ')}`] : []),
  ];
} // prettier-ignore
