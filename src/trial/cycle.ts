import { differences, isWeighty, type Difference } from './catalog/differences.ts';
import { fingerprint, type Fingerprint } from './catalog/fingerprint.ts';
import { seed, type Seeding } from './data/seed.ts';
import { dataChanges, type DataChange } from './data/changes.ts';
import { dataSnapshot, type DataSnapshot } from './data/snapshot.ts';
import type { Observer, Stumble } from './perform.ts';
import type { Stage } from './stage.ts';

/** What is tried: how it is run up and, where it has a way back, down. */
export interface Runner {
  up(stage: Stage, observe?: Observer): Promise<Stumble | null>;
  readonly down: ((stage: Stage) => Promise<Stumble | null>) | null;
}

/** What came of one more run: it stumbled, or it ended with these differences from what should be. */
export interface Outcome {
  readonly stumble: Stumble | null;
  readonly schema: readonly Difference[];
  readonly data: readonly DataChange[];
}

/** What came of a migration that was run up, up again, down and up. What was not reached is null. */
export interface CycleReport {
  /** What keeps it from running up at all. */
  readonly up: Stumble | null;
  /** What keeps it from running up where tables hold rows, though it runs where they are empty. */
  readonly onRows: Stumble | null;
  readonly seeding: Seeding | null;
  /** What the way up does to rows. */
  readonly data: readonly DataChange[];
  /** Against the state after the first time. */
  readonly again: Outcome | null;
  /** Against the state before. */
  readonly down: Outcome | null;
  /** What keeps it from running down where tables hold rows, though it runs where they are empty. */
  readonly downOnRows: Stumble | null;
  /** What the way down leaves otherwise where tables hold rows, though not where they are empty. */
  readonly leftOnRows: readonly Difference[];
  /** Against the state after the first time. */
  readonly once: Outcome | null;
}

interface State {
  readonly schema: Fingerprint;
  readonly rows: DataSnapshot;
}

const nothingReached = {
  onRows: null,
  seeding: null,
  data: [],
  again: null,
  down: null,
  downOnRows: null,
  leftOnRows: [],
  once: null,
} as const;

/** Runs a migration up, up again, down and up, with rows in all tables where that can be. `ignore`: names of tables that are its tool's own. */
export async function cycle(runner: Runner, stage: Stage, ignore: readonly string[]): Promise<CycleReport> {
  // While one is read here the database is at work on the other.
  const look = async (): Promise<State> => {
    const [schema, rows] = await Promise.all([fingerprint(stage.database, ignore), dataSnapshot(stage.database)]);
    return { schema, rows };
  };
  const empty = await stage.mark();
  const seeding = await seed(stage.database);
  const full = await look();
  const onRows = await runner.up(stage);
  if (isEnd(onRows)) return { ...nothingReached, up: onRows, seeding };
  const withRows = onRows ? null : await rest(runner, stage, full, look);
  if (withRows && (isOver(withRows) || !withRows.down || !isWrong(withRows.down)))
    return { ...nothingReached, up: null, seeding, ...withRows };
  await stage.back(empty);
  const bare = await look();
  const up = await runner.up(stage);
  if (up) return { ...nothingReached, up, seeding };
  const without = await rest(runner, stage, bare, look);
  if (!withRows) return { ...nothingReached, up, onRows, seeding, ...without, data: [] };
  return { ...nothingReached, up, seeding, ...withRows, ...wayBack(withRows, without) };
}

/** What is to be said of a way down that goes wrong where tables hold rows. */
function wayBack({ down: onRows, once }: Rest, bare: Rest): Pick<CycleReport, 'down' | 'downOnRows' | 'leftOnRows' | 'once'> {
  const stumble = onRows?.stumble ?? null;
  if (stumble) return { down: bare.down, downOnRows: bare.down?.stumble ? null : stumble, leftOnRows: [], once: bare.once };
  if (!onRows || !bare.down || isWrong(bare.down)) return { down: onRows, downOnRows: null, leftOnRows: [], once };
  return { down: { ...bare.down, data: onRows.data }, downOnRows: null, leftOnRows: onRows.schema.filter(isWeighty), once: bare.once };
} // prettier-ignore

/** Whether a run went otherwise than it should. */
export function isWrong({ stumble, schema }: Outcome): boolean {
  return stumble !== null || schema.some(isWeighty);
}

/** After that there is no database any more. */
const isEnd = (stumble: Stumble | null | undefined) =>
  (stumble ?? null) !== null && stumble?.failure.kind !== 'refused';

const isOver = ({ again, down, once }: Rest) => [again, down, once].some((outcome) => isEnd(outcome?.stumble));

/** Whether it has cost the database. */
export function isFatal(report: CycleReport): boolean {
  return isOver(report) || isEnd(report.up);
}

type Rest = Pick<CycleReport, 'data' | 'again' | 'down' | 'once'>;

/** All that follows the first way up. */
async function rest(runner: Runner, stage: Stage, before: State, look: () => Promise<State>): Promise<Rest> {
  const first = await look();
  const done = runner.down && (await stage.mark());
  const outcome = async (stumble: Stumble | null, wanted: State): Promise<Outcome> => {
    if (stumble) return { stumble, schema: [], data: [] };
    const now = await look();
    return { stumble, schema: differences(wanted.schema, now.schema), data: dataChanges(wanted.rows, now.rows) };
  };
  const data = dataChanges(before.rows, first.rows);
  const again = await outcome(await runner.up(stage), first);
  if (isEnd(again.stumble)) return { data, again, down: null, once: null };
  if (!runner.down || !done) return { data, again, down: null, once: null };
  await stage.back(done);
  const down = await outcome(await runner.down(stage), before);
  if (down.stumble) return { data, again, down, once: null };
  return { data, again, down, once: await outcome(await runner.up(stage), first) };
} // prettier-ignore
