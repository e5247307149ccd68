import { join, resolve } from 'node:path';
import { placeAt } from '../files/place.ts';
import type { Survey } from '../init/survey.ts';
import type { HookManager } from '../project/hook-managers.ts';
import { packageCommands, type PackageManager } from '../project/package-manager.ts';
import { failure, good, warning, type Check } from './check.ts';

/** How each manager's hooks are made active. */
const activation: Readonly<Record<HookManager['kind'], string>> = {
  husky: 'Make it active: npx husky (and "prepare": "husky" in package.json does so at each install).',
  lefthook: 'Make it active: npx lefthook install',
  'pre-commit':
    'Make it active: pre-commit install --hook-type pre-commit --hook-type pre-merge-commit --hook-type commit-msg',
  'simple-git-hooks': 'Make it active: npx simple-git-hooks',
  git: 'Set it up: npx farout-guard init',
};

/** Whether git finds a hook that it may run, and which manager it belongs to. */
export function checkHooks(survey: Survey): readonly Check[] {
  return [hookFile(survey), ...manyManagers(survey)];
}

function hookFile({ top, hooks, managers, packages, writable }: Survey): Check {
  const title = 'hook';
  const folder = resolve(top, hooks.folder);
  const file = join(folder, 'pre-commit');
  const origin = hooks.path === null ? '' : ` (core.hooksPath = ${hooks.path})`;
  const found = placeAt(file, [...writable, folder]);
  const remedy = activation[managers[0]?.kind ?? 'git'];
  if (found.kind === 'free') return failure(title, `git finds no ${file}${origin}: nothing is checked`, remedy);
  if (found.kind === 'taken')
    return failure(
      title,
      `${file} ${found.problem}${origin}: nothing is checked`,
      notInstalled(found.problem, packages) ?? remedy,
    );
  if (!found.executable && !file.includes('\\'))
    return failure(title, `${file} is not executable, so git leaves it out`, `Run: chmod +x ${JSON.stringify(file)}`);
  const active = managers.find(({ isActive }) => isActive);
  return good(title, `${file}${active && active.kind !== 'git' ? `, by ${active.kind}` : ''}${origin}`);
}

/** A hook may lead into a package that nobody has installed here yet. */
function notInstalled(problem: string, packages: PackageManager | null): string | null {
  if (packages === null || !problem.includes('node_modules')) return null;
  const { install } = packageCommands[packages.name];
  return `Install the packages: ${packages.home === '' ? '' : `cd ${packages.home} && `}${install}`;
}

function manyManagers({ managers }: Survey): readonly Check[] {
  const idle = managers.filter(({ isActive, kind }) => !isActive && kind !== 'git').map(({ kind }) => kind);
  const active = managers.find(({ isActive }) => isActive);
  if (idle.length === 0 || active === undefined) return [];
  const detail = `${active.kind === 'git' ? 'plain git hooks run' : `${active.kind} runs`}; git does not call ${idle.join(' and ')}`;
  return [warning('managers', detail, 'Keep one manager of hooks, and take the others out of the project.')];
}
