import { UserError } from '../errors.ts';
import { within } from '../migration/path.ts';
import type { Files } from '../types.ts';
import type { Draft, NewFile } from './draft.ts';

/** Sqitch's plan with the change at its end, as `sqitch add` writes it (sqitchchanges): `name 2026-01-31T12:00:00Z Jo <mail> # note`. */
export function extendedPlan(folder: string, { name, author, description }: Draft, now: Date, files: Files): NewFile {
  const path = within(folder, 'sqitch.plan');
  const plan = files.read(path);
  if (plan === null) throw new UserError(`${path}: is not there: run sqitch init first, or name the folder with --folder`);
  if (!author?.email)
    throw new UserError(`${path}: names who plans a change: set user.name and user.email with git config`);
  const names = plan.split(/\r?\n/).map((line) => line.trim().split(/[\s[]/, 1)[0]);
  if (names.includes(name)) throw new UserError(`${path}: has a change ${name} already: choose another with --name`);
  const time = `${now.toISOString().slice(0, 19)}Z`;
  const line = `${name} ${time} ${author.name} <${author.email}> # ${description}\n`;
  return { path, text: `${plan}${plan === '' || plan.endsWith('\n') ? '' : '\n'}${line}` };
} // prettier-ignore
