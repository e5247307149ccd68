import { printable, printableLines } from '../report/printable.ts';
import { guardCommand, packageCommands, type PackageManager } from '../project/package-manager.ts';
import type { Plan } from './plan.ts';
import { isChange, type Step } from './steps.ts';
import type { Survey } from './survey.ts';

const words: Readonly<Record<Step['action'], string>> = { create: 'create', merge: 'add to', leave: 'leave', beside: 'create' }; // prettier-ignore

/** What was found, and what is to be done. */
export function overview(
  { steps, activation, manager, notes }: Plan,
  { top, packages, frameworks, config }: Survey,
): string {
  const used = frameworks[0];
  const tools = [
    packages?.name.replace('-classic', '') ?? 'no package.json',
    `hooks by ${manager.kind}`,
    ...(used ? [`migrations of ${used.name} in ${used.folder || 'the top'}`] : []),
    ...(config === null ? [] : [`configuration in ${config}`]),
  ];
  const width = Math.max(...steps.map(({ path }) => path.length));
  const lines = steps.map((step) => `  ${words[step.action].padEnd(6)}  ${step.path.padEnd(width)}  ${step.about}`);
  const run = activation === null ? [] : [`  run     ${activation.words}`];
  const all = [`${top}: ${tools.join(', ')}`, '', ...lines, ...run, '', ...notes, ...(notes.length > 0 ? [''] : [])];
  return all.map((line) => `${printable(line)}\n`).join('');
}

/** How it went, and what comes next. */
export function afterwards({ steps, activation, install, isInstalled, hasMigrations }: Plan, open: readonly string[], packages: PackageManager | null): string {
  const guard = guardCommand(packages);
  const files = steps.filter(isChange).map(({ path }) => path);
  const isDone = files.length === 0 && activation === null;
  const first = hasMigrations ? `${guard} lint` : `${guard} new "create table users"`;
  const next = [...(install === null ? [] : [install]), first];
  const missing = isInstalled || packages === null ? [] : [`Until then every commit is refused: the hook needs what ${packageCommands[packages.name].install} puts there.`]; // prettier-ignore
  const lines = [
    isDone ? 'Everything is there already.' : `Done: ${files.length} ${files.length === 1 ? 'file' : 'files'}. Look at them, and commit them.`,
    '',
    ...(open.length > 0 ? ['Commits are not guarded yet. It is left to you to:', ...open.map((line) => `  ${line}`), ''] : []),
    'Next:',
    ...next.map((line) => `  ${line}`),
    ...missing,
    `Check that it works: ${guard} doctor`,
  ];
  return printableLines(`${lines.join('\n')}\n`);
} // prettier-ignore
