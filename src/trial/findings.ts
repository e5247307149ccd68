import { lines } from '../lines.ts';
import { isWeighty, printDifferences } from './catalog/differences.ts';
import { wordsOf, type DataChange } from './data/changes.ts';
import type { Finding, Level, Range } from '../types.ts';
import type { CycleReport, Outcome } from './cycle.ts';
import type { Stumble } from './perform.ts';
import { placeInOther, placeOf, rangeOf } from './place.ts';
import { besideIt } from './static-words.ts';
import type { Subject } from './subject.ts';
import { inWords, rowsThat } from './words.ts';

/** What a run can find, as rules are called. */
const trialRules = {
  'test-unread-sql': 3,
  'test-up-fails': 2,
  'test-fails-on-data': 2,
  'test-data-loss': 3,
  'test-not-idempotent': 2,
  'test-down-fails': 2,
  'test-down-incomplete': 2,
} as const satisfies Readonly<Record<string, Level>>;

type TrialRule = keyof typeof trialRules;

const page = 'https://github.com/farout-guard/farout-guard/blob/main/docs/test.md';

interface Told {
  readonly rule: TrialRule;
  readonly messageId: string;
  readonly message: string;
  readonly range: Range;
  readonly level?: Level;
}

/** What a run has shown, as findings at the statements' places, in their order. */
export function findingsOf(subject: Subject, report: CycleReport): readonly Finding[] {
  const told = [
    ...upFails(subject, report),
    ...failsOnRows(subject, report),
    ...losses(subject, report),
    ...notIdempotent(subject, report),
    ...wrongWayBack(subject, report),
  ];
  const find = lines(subject.source.text);
  return told.map((each) => findingOf(each, find)).sort((a, b) => a.range[0] - b.range[0]);
}

/** A finding of a run. */
export function findingOf({ rule, messageId, message, range, level = trialRules[rule] }: Told, find: ReturnType<typeof lines>): Finding {
  const [start, end] = [find.locate(range[0]), find.locate(range[1])];
  return {
    rule,
    level,
    severity: level === 1 ? 'warn' : 'error',
    message,
    messageId,
    data: {},
    range,
    statement: range,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    url: `${page}#${rule}`,
    approval: null,
  };
} // prettier-ignore

function* upFails(subject: Subject, { up }: CycleReport): Generator<Told> {
  if (!up) return;
  const hint = isUnknownThere(up)
    ? '\n-- What the application or its host makes, and no migration does, is made first by:\n-- "test": { "setup": ["CREATE TABLE …"] }'
    : '';
  yield { rule: 'test-up-fails', messageId: 'fails', range: placeOf(up, subject), message: `The migration does not run: ${inWords(up)}.${hint}` };
} // prettier-ignore

/** Undefined table, schema, function, object. */
const isUnknownThere = ({ failure }: Stumble) => ['42P01', '3F000', '42883', '42704'].includes(failure.code);

function* failsOnRows(subject: Subject, { onRows }: CycleReport): Generator<Told> {
  if (!onRows) return;
  const isCertain = onRows.failure.code === '23502' && addsColumn(onRows);
  const [level, when] = isCertain ? [2, 'a table that holds any row'] as const : [1, `tables that hold ${rowsThat(onRows)}`] as const;
  yield {
    rule: 'test-fails-on-data',
    messageId: isCertain ? 'certain' : 'depends',
    level,
    range: placeOf(onRows, subject),
    message: `The migration runs on empty tables and fails on ${when}: ${inWords(onRows)}.${isCertain ? defaultFirst : ''}`,
  };
} // prettier-ignore

const defaultFirst =
  '\n-- Give the column a value for the rows that are there:\nALTER TABLE … ADD COLUMN IF NOT EXISTS … NOT NULL DEFAULT …;';

function addsColumn({ piece }: Stumble): boolean {
  return piece?.operations.some((operation) => operation.kind === 'add-column') ?? false;
}

const lossKinds: ReadonlySet<DataChange['kind']> = new Set(['table lost', 'rows lost', 'column lost', 'values lost']);

/** Losses that no finding of level 3 speaks of: nobody was asked. */
function* losses({ migration, findings }: Subject, { data, down }: CycleReport): Generator<Told> {
  const announced = findings.filter(({ level }) => level === 3).map(({ message }) => message);
  const isAnnounced = ({ table, column }: DataChange) =>
    announced.some((message) => [table, column ?? ''].map(bareName).some((name) => name !== '' && message.includes(name)));
  const lost = data.filter((change) => lossKinds.has(change.kind) && !isAnnounced(change));
  const range = rangeOf(migration.sections, 'up');
  if (lost.length > 0) yield { rule: 'test-data-loss', messageId: 'up', range, message: `The migration loses data, and no rule has seen it: ${listed(lost.map(wordsOf))}.${keep}` };
  const known = new Set(data.map(({ table }) => table));
  const lostBack = (down?.data ?? []).filter((change) => lossKinds.has(change.kind) && !known.has(change.table));
  if (lostBack.length > 0) yield { rule: 'test-data-loss', messageId: 'down', range: rangeOf(migration.sections, 'down'), message: `The way back loses data that the way up has not touched: ${listed(lostBack.map(wordsOf))}.` };
} // prettier-ignore

const keep = '\n-- Keep what is there under another name until nobody misses it:\nALTER TABLE … RENAME TO …;';

const bareName = (name: string) => name.slice(name.lastIndexOf('.') + 1).replaceAll('"', '');

function* notIdempotent(subject: Subject, { again }: CycleReport): Generator<Told> {
  if (!again) return;
  const rule = 'test-not-idempotent';
  const known = (range: Range) => besideIt(subject, ['require-idempotent-guard', 'no-ineffective-guard'], range) ?? guarded;
  if (again.stumble) {
    const range = placeOf(again.stumble, subject);
    yield { rule, messageId: 'fails', range, message: `A second run fails: ${inWords(again.stumble)}.${known(again.stumble.piece?.range ?? range)}` };
  }
  const changes = changesIn(again);
  if (changes !== '') yield { rule, messageId: 'changes', range: rangeOf(subject.migration.sections, 'up'), message: `A second run changes what the first one made:\n${changes}` };
} // prettier-ignore

const guarded =
  '\n-- Guard each statement, so that a second run does nothing: IF NOT EXISTS, IF EXISTS, OR REPLACE, ON CONFLICT DO NOTHING';

function* wrongWayBack(subject: Subject, { down, downOnRows, leftOnRows, once }: CycleReport): Generator<Told> {
  const range = rangeOf(subject.migration.sections, 'down');
  const failed = down?.stumble;
  const where = (stumble: Stumble) => (placeInOther(stumble, subject) === null ? '' : `, at ${placeInOther(stumble, subject)}`);
  if (failed) yield { rule: 'test-down-fails', messageId: 'fails', range: placeOf(failed, subject, 'down'), message: `The way back does not run${where(failed)}: ${inWords(failed)}.` };
  if (downOnRows) yield { rule: 'test-down-fails', messageId: 'rows', level: 1, range: placeOf(downOnRows, subject, 'down'), message: `The way back runs on empty tables and fails on tables that hold ${rowsThat(downOnRows)}: ${inWords(downOnRows)}.` };
  if (leftOnRows.length > 0) yield { rule: 'test-down-incomplete', messageId: 'rows', level: 1, range, message: `The way back restores the schema on empty tables, and not on tables that hold rows:\n${printDifferences(leftOnRows)}` };
  const left = (down?.schema ?? []).filter(isWeighty);
  if (left.length > 0) yield { rule: 'test-down-incomplete', messageId: 'leaves', range, message: `The way back leaves another schema than there was before (+ left over, - missing, ~ changed):\n${printDifferences(left)}${besideIt(subject, ['require-down-migration'], null) ?? ''}` };
  else if (once?.stumble) yield { rule: 'test-down-incomplete', messageId: 'fails', range: placeOf(once.stumble, subject), message: `After the way back the migration does not run again: ${inWords(once.stumble)}.` };
  else if (once?.schema.some(isWeighty)) yield { rule: 'test-down-incomplete', messageId: 'differs', range, message: `After the way back the migration makes another schema than the first time:\n${printDifferences(once.schema.filter(isWeighty))}` };
} // prettier-ignore

function changesIn({ schema, data }: Outcome): string {
  return [...schema.filter(isWeighty).map((each) => printDifferences([each])), ...data.map(wordsOf)].join('\n');
}

function listed(words: readonly string[]): string {
  const [first = ''] = words;
  return words.length === 1 ? first : `\n${words.join('\n')}`;
}
