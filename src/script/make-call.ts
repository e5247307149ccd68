import type { Range } from '../types.ts';
import type { Call, Sending } from './call.ts';
import { invoke } from './invoke.ts';
import { type Machine, send, sendUnverifiable } from './machine.ts';
import { inBranch, keepReplaced } from './scope.ts';
import { asText, sqlAt } from './sql.ts';
import { constant, hasHole, type Text } from './string-text.ts';
import { constantValue, type Member, optionsOf, type Template, unknown, type Value } from './values.ts';

/** Where and with what something is called. */
export interface CallSite {
  readonly name: string;
  readonly args: readonly Value[];
  readonly range: Range;
  readonly head: Range;
  readonly written: string;
  readonly isNew: boolean;
  /** The text of the file that calls. */
  readonly source: string;
  /** Of a tag: its template. */
  readonly template: Template | null;
}

/** A call as frameworks see it. */
export function makeCall(machine: Machine, site: CallSite): Call {
  const { name, args, range, head, isNew } = site;
  const unverifiable: Call['unverifiable'] = (what = site.written, reason, unless) =>
    sendUnverifiable(machine, what, range, reason ?? null, unless);
  return {
    name,
    args,
    isNew,
    range,
    head,
    written: site.written,
    files: machine.files,
    path: machine.path,
    conditions: machine.conditions,
    argument: (index) => args[index] ?? constantValue(undefined, [range[1], range[1]]),
    sql: sqlAt(head),
    send: (text, sending) => send(machine, text, range, sending),
    sendRaw: (value, sending) => sendRaw(machine, value, range, unverifiable, sending),
    unverifiable,
    run: (callback, given, self = null) => runAll(machine, callback, given, self, site),
    unknown: () => unknown(site.written, range),
    safe: () => ({ ...unknown(site.written, range), isSafe: true }),
    note: (word) => void machine.notes.add(word),
  };
}

function runAll(machine: Machine, callback: Value, args: readonly Value[], self: Value | null, site: CallSite): Value {
  if (callback.kind === 'builtin') return callback.call(makeCall(machine, { ...site, args }));
  if (callback.kind === 'member') return runMember(machine, callback, args, site);
  if (callback.kind !== 'function') return unknown(site.written, site.range);
  let value: Value = unknown(site.written, site.range);
  // Whether and how often a callback runs is not known.
  const outcome = inBranch(machine, () => (value = invoke(machine, callback, args, { self: callback.self ?? self, range: site.range, isNew: false, written: site.written })));
  keepReplaced(machine, outcome);
  return value;
} // prettier-ignore

/** A method that was taken without being called: what it sends stands where it was taken. */
function runMember(machine: Machine, { receiver, name, range }: Member, args: readonly Value[], site: CallSite): Value {
  const isBound = site.range[0] >= range[0];
  const place: Range = isBound ? [range[0], Math.max(range[1], site.range[1])] : range;
  const method = receiver.type.methods[name];
  return method?.(makeCall(machine, { ...site, name, args, range: place, head: range }), receiver) ?? { ...receiver, range: place };
} // prettier-ignore

/** What is written nowhere in the script, such as the text of a file that it reads, stands for the call. */
function atCall(text: Text, range: Range): Text {
  const isElsewhere = text.every(
    ({ kind, source }) => kind === 'constant' && (source[0] < range[0] || source[1] > range[1]),
  );
  return isElsewhere ? text.map((segment) => constant(segment.text, range)) : text;
}

/** Sends each text that a value may be; under several, each is one of those that may run. */
function sendRaw(machine: Machine, value: Value, range: Range, unverifiable: Call['unverifiable'], sending?: Sending): void {
  const options = optionsOf(value);
  const outer = machine.conditions;
  if (options.length > 1) machine.conditions = [...outer, { tests: 'other', reads: [], literals: [], range: value.range }];
  for (const option of options) {
    const text = asText(option);
    if (option.kind !== 'text' || (hasHole(text) && text.every(({ kind, text: words }) => kind === 'hole' || words.trim() === ''))) unverifiable();
    else send(machine, atCall(text, range), range, { raw: true, ...sending });
  }
  machine.conditions = outer;
} // prettier-ignore
