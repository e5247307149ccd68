import { repositoryRoot } from '../config/find.ts';
import { linted } from '../report/linted.ts';
import { paintFor } from '../report/paint.ts';
import { printable } from '../report/printable.ts';
import type { View } from '../report/reporter.ts';
import { stylish } from '../report/stylish.ts';
import { volumeLines } from './amounts.ts';
import type { Case } from './backup/needed.ts';
import type { Ground } from './ground.ts';
import type { Request } from './request.ts';
import { waysOf } from './ways.ts';

/** How it looks on the terminal. */
export function viewOf({ config: { root }, process }: Ground): View {
  const { stdout, env } = process;
  const paint = paintFor(stdout.isTTY === true, env, null);
  const { columns = 0 } = stdout;
  // A terminal that does not know its width says 0.
  const width = Math.min(Math.max(40, (columns > 0 ? columns : 90) - 10), 160);
  return { root, cwd: process.cwd(), top: repositoryRoot(root) ?? root, onGitHub: false, paint, links: false, width };
}

/** The statement in its place, what it destroys, what depends on it, and what could be done instead. */
export function assessment({ request, measured }: Case, view: View): string {
  const { paint } = view;
  const { path, text, findings, targets } = request;
  // What could be done instead comes below, all of it.
  const found = findings.map((finding) => ({ ...finding, message: finding.message.split('\n')[0] ?? '' }));
  const source = stylish(view).file(linted({ path, text }, found));
  const destroys = targets.length > 0 ? targets.map(({ words }) => words) : ['what it destroys cannot be told'];
  return [
    source.trimEnd(),
    list(paint.bold('It destroys:'), destroys),
    ...(measured.dependents.length > 0 ? [list(paint.bold('What depends on it:'), measured.dependents)] : []),
    alternatives(request, view),
  ].join('\n\n');
}

/** What could be done instead, as SQL. */
export function alternatives(request: Request, { paint }: View): string {
  const ways = waysOf(request);
  if (ways.length === 0) return paint.bold('Nothing else does the same without destroying data.');
  const shown = ways.map((way) => way.split('\n').map((line) => `    ${paint.cyan(printable(line))}`).join('\n'));
  return `${paint.bold('Without destroying anything:')}\n\n${shown.join('\n\n')}`;
} // prettier-ignore

/** What the person is to say yes to. */
export function warning({ request, measured }: Case, { paint }: View): string {
  const lost = request.targets.map(({ words }) => words);
  const missing = measured.missing.map((name) => `${name}: is not in the database given`);
  return [
    paint.bold(paint.red('⚠ CRITICAL: this will DELETE DATA')),
    bullets([...lost, ...missing]),
    list('Estimated volume:', volumeLines(measured.volume)),
  ].join('\n');
}

const list = (title: string, lines: readonly string[]) => `${title}\n${bullets(lines)}`;

const most = 40;

function bullets(lines: readonly string[]): string {
  const more = lines.length > most ? [`and ${lines.length - most} more`] : [];
  return [...lines.slice(0, most), ...more].map((line) => `  - ${printable(line)}`).join('\n');
}
