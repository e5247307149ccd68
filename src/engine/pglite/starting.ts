import type { Answer } from '../database.ts';
import { databaseLost } from '../failure.ts';
import type { Line, Reply } from '../line.ts';
import type { PgliteSettings } from './engine.ts';
import type { Question, Replies, SetUp } from './messages.ts';

/** Asks PGlite; without a limit, in milliseconds, it is given the time that a start or a copy may take. */
type Ask = <Kind extends keyof Replies>(
  question: Extract<Question, { kind: Kind }>,
  limit?: number,
) => Promise<Reply<Replies[Kind]>>;

/** PGlite that was started. */
export interface Opened {
  readonly line: Line<Question>;
  readonly ask: Ask;
  readonly version: string;
}

/** How often PGlite is started in one thread. */
const mostStarts = 12;

/** To start or to copy takes this long at most, in milliseconds, on a machine that has other things to do. */
export const patience = 120_000;

/** Starts and ends PGlite. */
interface Starter {
  /** From an image, or anew. */
  readonly start: (image: string | null) => Promise<Opened>;
  readonly end: () => Promise<void>;
}

/** Starts PGlite, in the thread that has it where it can still be used. */
export function starter(settings: PgliteSettings): Starter {
  const { from, extensions } = settings;
  let line: Line<Question> | null = null;
  let [isAlive, starts] = [false, 0];
  const begin = async () => {
    await line?.end();
    line = settings.line();
    [isAlive, starts] = [true, 0];
    return line;
  };
  const start = async (image: string | null): Promise<Opened> => {
    const askOf =
      (to: Line<Question>): Ask =>
      async (question, limit = patience) => {
        const reply = await to.ask<never>(question, limit);
        if (isLoss(reply) || (reply.kind === 'value' && isDeath(reply.value))) isAlive = false;
        return reply;
      };
    const setUp: SetUp = { image, extensions, from };
    // One that has worked need not load its program again; what it keeps of others grows.
    let used = line && isAlive && starts++ < mostStarts ? line : await begin();
    let reply = await askOf(used)({ kind: 'open', setUp });
    if (isLoss(reply)) {
      // A script has ended it.
      used = await begin();
      reply = await askOf(used)({ kind: 'open', setUp });
    }
    return { line: used, ask: askOf(used), version: valueOf(reply).version };
  };
  return { start, end: async () => line?.end() };
} // prettier-ignore

/** Nobody is there to answer. */
const isLoss = (reply: Reply<unknown>) => reply.kind === 'timeout' || reply.kind === 'died';

/** An exception of PGlite's own leaves it in no state to go on from. */
const isDeath = (value: unknown) =>
  Array.isArray(value) && (value as readonly Answer[]).at(-1)?.failure?.kind === 'died';

/** The value of a reply; without one an `Error`. */
export function valueOf<T>(reply: Reply<T>): T {
  if (reply.kind === 'value') return reply.value;
  throw reply.kind === 'error' ? new Error(`PGlite: ${reply.message}`) : databaseLost(`PGlite: ${reply.message}`);
}
