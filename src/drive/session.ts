import { controlsIn, type Control } from './control.ts';
import { settle } from './constraints.ts';
import { complete, errorMessage, message, readMessages, ready, sqlIn, type Message, type Status } from './protocol.ts';
import { bytesOf, hasFailed, query, statusOf, withoutReady, type Execute } from './replies.ts';

/** The one session that PGlite has, shared by all clients of a script. */
export interface Session {
  /** Another client, which leaves by `end`: what it has open is rolled back. */
  join(): Client;
  /** Why the script cannot go on here; null while it can. */
  obstacle(): string | null;
  /** Ends what its clients have left open, and forgets what they have set for their sessions. */
  end(): Promise<void>;
}

export interface Client {
  /** Sends the messages of one exchange, which ends in a query or a sync; the answer ends in `ReadyForQuery`. */
  exchange(messages: readonly Message[]): Promise<Uint8Array>;
  end(): Promise<void>;
}

interface Member {
  readonly savepoint: string;
  status: Status;
}

/**
 * A session for several clients. `isInside`: a transaction is open that theirs become a part of. So does a client's that comes while
 * another's is open, since there is no second session.
 */
export function sessionOn(execute: Execute, isInside: boolean): Session {
  const members = new Set<Member>();
  let [turn, made, obstacle] = [Promise.resolve() as Promise<unknown>, 0, null as string | null];
  const inTurn = <Value>(run: () => Promise<Value>): Promise<Value> => {
    const mine = turn.then(run);
    turn = mine.catch(() => {});
    return mine;
  };
  const isPart = (member: Member) => isInside || [...members].some((each) => each !== member && each.status !== 'I');
  const exchange = async (member: Member, messages: readonly Message[]) => {
    if (messages.some(copiesIn)) {
      obstacle = 'it copies rows from its input, which PGlite cannot take';
      return Buffer.concat([errorMessage('0A000', obstacle), ready(member.status)]);
    }
    if (isPart(member)) return exchangeInside(execute, member, messages);
    const reply = await execute(bytesOf(messages));
    member.status = statusOf(reply) ?? member.status;
    return reply;
  };
  const leave = async (member: Member) => {
    if (member.status !== 'I') await exchange(member, readMessages(query('ROLLBACK')).messages);
    members.delete(member);
  };
  return {
    obstacle: () => obstacle,
    end: () =>
      inTurn(async () => {
        for (const member of members) await leave(member);
        await execute(query(isInside ? 'DEALLOCATE ALL' : 'DISCARD ALL'));
      }),
    join() {
      const member: Member = { savepoint: `farout_guard_script_${made++}`, status: 'I' };
      members.add(member);
      return {
        exchange: (messages) => inTurn(() => exchange(member, messages)),
        end: () => inTurn(() => leave(member)),
      };
    },
  };
} // prettier-ignore

/** PGlite does not survive it. */
const copiesIn = (each: Message): boolean => /^\s*COPY\b[^;]*\bFROM\s+STDIN\b/i.test(sqlIn(each) ?? '');

async function exchangeInside(execute: Execute, member: Member, messages: readonly Message[]): Promise<Uint8Array> {
  // A part of an exchange, from a client that reads rows by and by.
  if (!messages.some(({ type }) => type === 'Q' || type === 'S')) return execute(bytesOf(messages));
  const text = messages.map(sqlIn).find((sql) => sql !== null) ?? '';
  const statements = controlsIn(text);
  const isSimple = messages.some(({ type }) => type === 'Q');
  if (statements.every(({ control }) => control === null)) {
    const reply = await guarded(execute, member, bytesOf(messages));
    return Buffer.concat([withoutReady(reply), ready(member.status)]);
  }
  // What an extended query gets before its result: parsed, bound, no rows.
  const replies: Uint8Array[] = isSimple ? [] : [message('1'), message('2'), message('n')];
  for (const { sql, control } of statements) {
    const reply = control ? await steer(execute, member, control) : withoutReady(await guarded(execute, member, query(sql))); // prettier-ignore
    replies.push(reply);
    if (hasFailed(reply)) break;
  }
  return Buffer.concat([...replies, ready(member.status)]);
}

/** A statement outside the script's own transactions is a transaction by itself. */
async function guarded(execute: Execute, member: Member, bytes: Uint8Array): Promise<Uint8Array> {
  if (member.status !== 'I') {
    const reply = await execute(bytes);
    member.status = statusOf(reply) ?? member.status;
    return reply;
  }
  const begun = await steer(execute, member, 'begin');
  if (hasFailed(begun)) return begun;
  const reply = await execute(bytes);
  const ended = await steer(execute, member, hasFailed(reply) ? 'rollback' : 'commit');
  return hasFailed(ended) ? ended : reply;
}

/** Does to a part of the transaction what the statement would do to the whole of it. */
async function steer(execute: Execute, member: Member, control: Control): Promise<Uint8Array> {
  const { savepoint, status } = member;
  const undo = async () => {
    await execute(query(`ROLLBACK TO SAVEPOINT ${savepoint}; RELEASE SAVEPOINT ${savepoint}`));
    member.status = 'I';
  };
  if (control === 'mode') return complete('SET');
  if (control === 'begin') {
    const reply = status === 'I' ? await execute(query(`SAVEPOINT ${savepoint}`)) : null;
    if (reply && hasFailed(reply)) return withoutReady(reply);
    if (status === 'I') member.status = 'T';
    return complete('BEGIN');
  }
  if (status === 'I') return complete(control.toUpperCase());
  if (control === 'commit' && status === 'T') {
    const refusal = await settle(execute);
    if (!refusal) {
      await execute(query(`RELEASE SAVEPOINT ${savepoint}`));
      member.status = 'I';
      return complete('COMMIT');
    }
    await undo();
    return withoutReady(refusal);
  }
  await undo();
  return complete('ROLLBACK');
}
