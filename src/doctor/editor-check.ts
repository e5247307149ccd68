import { join, relative } from 'node:path';
import type { Config } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { toPath } from '../files/path.ts';
import { settingsPath, validatesSql } from '../init/editor-settings.ts';
import type { Survey } from '../init/survey.ts';
import { folderOf, within } from '../migration/path.ts';
import type { Process } from '../process.ts';
import { eslintFor, isUsed, oldestEslint, type EslintUse } from '../project/eslint-use.ts';
import { packageCommands } from '../project/package-manager.ts';
import { good, skipped, warning, type Check } from './check.ts';
import { askEslint } from './eslint-answer.ts';
import { foreignTo, gapIn, type Seen } from './eslint-gaps.ts';

const title = 'editor (ESLint)';

/** What is examined. */
interface Subject {
  readonly survey: Survey;
  readonly config: Config;
  /** Paths of migrations, from the configuration's root. */
  readonly samples: readonly string[];
}

/** Whether ESLint, and with it the editor, gives the verdict of the hook. Nothing here is a failure: the hook guards without it. */
export function checkEditor(subject: Subject, process: Process): readonly Check[] {
  const { survey, config, samples } = subject;
  const base = toPath(relative(survey.top, config.root));
  const uses = samples
    .map((path) => ({ path, ...eslintFor(survey.files, folderOf(within(base, path))) }))
    .filter(isUsed);
  const first = uses[0];
  if (first === undefined) return [skipped(title, 'ESLint is not used for the migrations here', null)];
  const files = [...new Set(uses.map((use) => use.config))];
  const checks = files.flatMap((file) => {
    const those = uses.filter((use) => use.config === file);
    return checkOne(those[0] ?? first, those.map(({ path }) => path), subject, process); // prettier-ignore
  });
  const problems = [...checks.filter(({ state }) => state !== 'good'), ...settingsOf(files, survey)];
  return problems.length > 0 ? problems : checks;
}

/** What one configuration of ESLint makes of migrations. */
function checkOne(
  { config: path, legacy, version, isTooOld }: EslintUse,
  samples: readonly string[],
  { survey, config }: Subject,
  process: Process,
): readonly Check[] {
  if (isTooOld) return [warning(title, `ESLint ${version ?? 'here'} is too old to show findings in the editor`, `Update it to ${oldestEslint} or later.`)]; // prettier-ignore
  if (path === null) return [unconfigured(legacy)];
  if (survey.packages?.isPlugAndPlay) return [skipped(title, `${path} is not looked at: Yarn keeps ESLint out of node_modules`, null)]; // prettier-ignore
  const paths = samples.map((sample) => join(config.root, sample));
  const answer = askEslint(join(survey.top, folderOf(path)), paths, process);
  if ('problem' in answer)
    return [answer.isMissing ? notInstalled(path, survey) : warning(title, `ESLint cannot load ${path}: ${answer.problem.slice(0, 300)}`, 'Mend it: until then the editor shows no findings.')]; // prettier-ignore
  const eslint = { path, text: textOf(survey.files, path) };
  const all = answer.files.map((applied, index): Seen => ({ path: samples[index] ?? '', config, applied, eslint }));
  const gaps = all.flatMap((seen) => gapIn(seen) ?? []);
  if (gaps.length > 0) return gaps.map(({ detail, remedy }) => warning(title, detail, remedy));
  return [good(title, `ESLint ${answer.version} finds by ${path} what the hook finds${others(all)}`)];
}

function unconfigured(legacy: string | null): Check {
  if (legacy === null) return warning(title, 'ESLint is here without a configuration (eslint.config.js): the editor shows no findings', 'npx farout-guard init writes one.'); // prettier-ignore
  const guide = 'https://eslint.org/docs/latest/use/configure/migration-guide';
  return warning(title, `${legacy} is of an older form: the editor shows no findings`, `Move to eslint.config.js (${guide}), then: npx farout-guard init`); // prettier-ignore
}

function notInstalled(path: string, { packages }: Survey): Check {
  const install = packages === null ? null : `Install the packages: ${packageCommands[packages.name].install}`;
  return skipped(title, `${path} is there, but ESLint is not installed`, install);
}

/** Said, and no warning: rules for JavaScript do no harm to SQL. */
function others(all: readonly Seen[]): string {
  const names = all.map(foreignTo).find((one) => one !== null);
  return names ? `. For SQL other rules are on, too, which find nothing: ${names}; farout.protect([…]) around the other entries keeps them away` : ''; // prettier-ignore
}

/** VS Code validates no other languages than those of a list that is set. */
function settingsOf(files: readonly (string | null)[], { files: disk }: Survey): readonly Check[] {
  const folders = [...new Set(['', ...files.map((file) => folderOf(file ?? ''))])];
  return folders
    .map((folder) => within(folder, settingsPath))
    .filter((path) => validatesSql(textOf(disk, path)) === false)
    .map((path) => warning(title, `${path} has a list "eslint.validate" without "sql", so VS Code shows no findings in SQL`, 'Add it: npx farout-guard init')); // prettier-ignore
}

/** What is no text, or may not be read, is nothing that anybody has set. */
function textOf(files: Survey['files'], path: string): string {
  try {
    return files.read(path) ?? '';
  } catch (error) {
    if (error instanceof UserError) return '';
    throw error;
  }
}
