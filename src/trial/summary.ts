import { printable } from '../report/printable.ts';
import { wordsOf } from './data/changes.ts';
import { printDifferences } from './catalog/differences.ts';
import type { Opinion } from './agreement.ts';
import type { Outcome } from './cycle.ts';
import type { Traced } from './locks/trace-migration.ts';
import type { Tried, TrialResult } from './run.ts';

/** What a person reads of one migration, after its findings. */
export function linesOf(result: TrialResult): string {
  if (result.kind === 'untestable') return `- ${printable(result.path)}: not testable: ${printable(result.reason)}\n`;
  const { subject, milliseconds, report, locks } = result;
  const marks = stepsOf(result).map(([name, state]) => `${name} ${signs[state]}`).join('  ');
  const time = `${(milliseconds / 1000).toFixed(2)} s`;
  const notes = [...unfilled(result), ...notesOf(report.down), ...agreements(result)].map((line) => `    ${printable(line)}\n`);
  return `${printable(subject.source.path)}  ${marks}  (${time})\n${notes.join('')}${lockTable(locks)}`;
} // prettier-ignore

type State = 'good' | 'bad' | 'none';

const signs = { good: '✔', bad: '✖', none: '-' } as const;

/** The five steps by name, with what became of each. */
export function stepsOf({ report, findings }: Pick<Tried, "report" | "findings">): readonly (readonly [name: string, state: State])[] {
  const has = (...rules: readonly string[]) => findings.some(({ rule }) => rules.includes(rule));
  const of = (reached: boolean, ...rules: readonly string[]): State => (has(...rules) ? 'bad' : reached ? 'good' : 'none');
  const { up, again, down, once } = report;
  return [
    ['up', of(!up, 'test-up-fails')],
    ['data', of(!up, 'test-data-loss', 'test-fails-on-data')],
    ['again', of(again !== null, 'test-not-idempotent')],
    ['down', of(down !== null, 'test-down-fails', 'test-down-incomplete')],
    ['up', once === null ? 'none' : once.stumble || once.schema.some(({ weight }) => weight === 'schema') ? 'bad' : 'good'],
  ];
} // prettier-ignore

function unfilled({ report: { seeding } }: Tried): readonly string[] {
  return (seeding?.unfilled ?? []).map(({ table, reason }) => `${table} held no rows: ${reason}`);
}

/** What differs after the way back without being wrong. */
function notesOf(outcome: Outcome | null): readonly string[] {
  const light = (outcome?.schema ?? []).filter(({ weight }) => weight !== 'schema');
  return light.map((each) => `after the way back: ${printDifferences([each])}`);
}

function agreements({ opinions, report, sent }: Tried): readonly string[] {
  const disagree = opinions.filter((opinion) => opinion.static !== opinion.run).map(disagreement);
  const changed = report.data.map((change) => `data: ${wordsOf(change)}`);
  const unread = (sent?.onlySent ?? []).map(
    (words) => `it has sent "${words}", which cannot be read in the script: please report it`,
  );
  return [...changed, ...disagree, ...unread];
}

/** A rule and a run that differ are for us to look at. */
function disagreement({ about, rule, static: says }: Opinion): string {
  return says
    ? `${rule} finds something wrong with the ${about}, and the run does not: please report it`
    : `${rule} finds nothing wrong with the ${about}, and the run does: please report it`;
}

function lockTable(traced: readonly Traced[]): string {
  const rows = traced.map(({ piece, trace }) => {
    const locks = trace.locks.map(({ table, mode }) => `${mode} ${table}`).join(', ');
    const rewrites = trace.rewrites.length > 0 ? `  rewrites ${trace.rewrites.join(', ')}` : '';
    const scans = trace.scans.map(({ table, rows: read }) => `  reads ${table} (${read})`).join('');
    return `    ${printable(headOf(piece.sql)).padEnd(60)}  ${printable(locks || 'no lock on what was there')}${printable(rewrites + scans)}\n`;
  });
  return rows.length > 0 ? `  locks:\n${rows.join('')}` : '';
}

const headOf = (sql: string) => {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
};

/** The last line. */
export function summaryOf(results: readonly TrialResult[]): string {
  const tried = results.filter((result) => result.kind === 'tried');
  const untestable = results.length - tried.length;
  const good = tried.filter(({ findings }) => findings.every(({ severity }) => severity !== 'error')).length;
  const rest = untestable > 0 ? `, ${untestable} not testable` : '';
  const engine = tried[0] ? ` on ${tried[0].engine}` : '';
  return results.length === 0 ? 'no migration is new or changed\n' : `${good} of ${tried.length} tried are as they should be${engine}${rest}\n`;
} // prettier-ignore
