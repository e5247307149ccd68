import { printable } from '../report/printable.ts';
import type { LockRow, StepState, Tried, TrialResult } from './result.ts';

/** What a person reads of one migration, beside its findings. */
export function linesOf(result: TrialResult): string {
  if (result.kind === 'untestable') return `- ${printable(result.path)}: not testable: ${printable(result.reason)}\n`;
  const { source, steps, milliseconds, live, notes, locks } = result;
  const marks = steps.map(({ name, state }) => `${name === 'upAgain' ? 'up' : name} ${signs[state]}`).join('  ');
  const time = live ? `${(milliseconds / 1000).toFixed(2)} s` : 'unchanged';
  const more = notes.map((line) => `    ${printable(line)}\n`).join('');
  return `${printable(source.path)}  ${marks}  (${time})\n${more}${lockTable(locks)}`;
}

const signs: Readonly<Record<StepState, string>> = { good: '✔', warned: '!', bad: '✖', none: '-' };

function lockTable(rows: readonly LockRow[]): string {
  const written = rows.map(({ sql, locks, rewrites, scans }) => {
    const taken = locks.map(({ table, mode }) => `${mode} ${table}`).join(', ') || 'no lock on what was there';
    const anew = rewrites.length > 0 ? `  rewrites ${rewrites.join(', ')}` : '';
    const read = scans.map(({ table, rows: amount }) => `  reads ${table} (${amount})`).join('');
    return `    ${printable(headOf(sql)).padEnd(60)}  ${printable(taken + anew + read)}\n`;
  });
  return written.length > 0 ? `  locks:\n${written.join('')}` : '';
}

const headOf = (sql: string) => {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
};

const isGood = ({ findings }: Tried) => findings.every(({ severity }) => severity !== 'error');

/** The last line. */
export function summaryOf(results: readonly TrialResult[]): string {
  const tried = results.filter((result) => result.kind === 'tried');
  const untestable = results.length - tried.length;
  const unchanged = tried.filter(({ live }) => !live).length;
  if (results.length === 0) return 'no migration is new or changed\n';
  const parts = [
    ...(tried[0] ? [`${tried.filter(isGood).length} of ${tried.length} tried are as they should be on ${tried[0].engine}`] : []),
    ...(untestable > 0 ? [`${untestable} not testable`] : []),
    ...(unchanged > 0 ? [`${unchanged} unchanged since the last run`] : []),
  ];
  return `${parts.join(', ')}\n`;
} // prettier-ignore
