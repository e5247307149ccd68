import type { World } from '../sql/lower/frame.ts';
import { fromSegments, type MappedText } from '../sql/position-map.ts';
import { readStatements } from '../sql/read.ts';
import type { Comment, Context, Operation, Range, Statement } from '../types.ts';
import { type Interpolated, interpolations, withNumbers } from './interpolation.ts';
import type { Sent } from './machine.ts';
import type { Origins } from './origins.ts';

/** What a script sends, read; each text with its positions, for whoever needs the SQL itself. */
export interface Lowered {
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
  readonly texts: readonly { readonly range: Range; readonly mapped: MappedText }[];
}

/** Reads all that a script sends in one direction, in the order in which it is sent. */
export function lowerSent(all: readonly Sent[], world: World, origins: Origins, inTransaction: boolean): Lowered {
  // After a failure a transaction takes nothing more: to catch it there is in vain.
  const sent = inTransaction ? all.map(({ isCaught: _, ...each }) => each) : all;
  const read = sent.map((each) => lowerOne(each, world, origins));
  return {
    statements: read.flatMap(({ statements }) => statements),
    comments: read.flatMap(({ comments }) => comments),
    texts: read.flatMap(({ texts }) => texts),
  };
}

const nothing: Lowered = { statements: [], comments: [], texts: [] };

function lowerOne(sent: Sent, world: World, origins: Origins): Lowered {
  if (sent.unverifiable?.unless?.()) return nothing;
  if (sent.unverifiable) return { ...nothing, statements: [hidden(sent, sent.unverifiable)] };
  const text = typeof sent.text === 'function' ? sent.text() : sent.text;
  if (text === null || text.length === 0) return nothing;
  const mapped = origins.noting(fromSegments(withNumbers(text)));
  const { statements: read, places, comments } = readStatements(mapped, world, world);
  const found = sent.sending.raw ? interpolations(text) : [];
  const statements = read.map((statement, index) => dressed(statement, sent, within(found, places[index])));
  for (const [index, statement] of statements.entries())
    origins.noteStatement(statement, mapped.text.slice(...(places[index] ?? [0, 0])));
  return { statements, comments, texts: [{ range: mapped.map.toSource([0, mapped.text.length]), mapped }] };
}

/** What stands in a place, without what is all that stands there: then nobody can tell anything of it, which is said already. */
function within(found: readonly Interpolated[], [start, end]: Range = [0, 0]): readonly Interpolated[] {
  return found.filter(({ place: [from, to] }) => from >= start && to <= end && to - from < end - start);
}

const hostsOf = ({ host, outer, range: call }: Sent) => (outer.length > 0 ? { host, outer, call } : { host, call });

function contextOf({ conditions, isCaught }: Sent): Context {
  return { place: 'plain', dynamic: false, conditions, handlers: isCaught ? ['others'] : [] };
}

function hidden(sent: Sent, { what, reason }: { readonly what: string; readonly reason: string | null }): Statement {
  const operation: Operation = { kind: 'unverifiable', what, range: sent.range, guard: 'unneeded', context: contextOf(sent), ...(reason === null ? {} : { reason }) }; // prettier-ignore
  return { range: sent.range, operations: [operation], ...hostsOf(sent) };
}

/** A statement with what the script around it adds: its conditions, its values that are no constants. */
function dressed({ range, operations }: Statement, sent: Sent, found: readonly Interpolated[]): Statement {
  const all = operations.map((operation) => around(known(operation), sent));
  const isUnknown = all.some(({ kind }) => kind === 'unverifiable');
  const inside = found.filter(({ as }) => as !== 'text' || !isUnknown).map((each) => toOperation(each, sent));
  return { range, operations: [...all, ...inside], ...hostsOf(sent) };
}

function toOperation({ source: [start, end], expression, as }: Interpolated, sent: Sent): Operation {
  return { kind: 'interpolate', expression, as, range: [start, end], guard: 'unneeded', context: contextOf(sent) };
}

/** What a value of the script makes unreadable is not broken SQL: nobody can tell what it is. */
function known(operation: Operation): Operation {
  if (operation.kind !== 'unparseable' || operation.placeholder === null) return operation;
  const { range, guard, context, placeholder } = operation;
  const reason = `${placeholder} is a part of this statement that is not known`;
  return { kind: 'unverifiable', what: placeholder, reason, range, guard, context };
}

/** An operation under the script's conditions and handlers. */
function around(operation: Operation, { conditions, isCaught }: Sent): Operation {
  if (conditions.length === 0 && !isCaught) return operation;
  const { conditions: own, handlers } = operation.context;
  const context = {
    ...operation.context,
    conditions: [...conditions, ...own],
    handlers: isCaught ? [...handlers, 'others'] : handlers,
  };
  if (operation.kind !== 'create') return { ...operation, context };
  // A function's body is read when it is asked for: its property is copied as it is.
  return Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(operation), context: { value: context, enumerable: true } }) as Operation; // prettier-ignore
}
