import type { Condition } from '../operation.ts';
import type { Files, Range } from '../types.ts';
import { conditionOf } from './conditions.ts';
import type { Call, Sending } from './call.ts';
import { constant, type Text } from './string-text.ts';
import { type Node, rangeOf } from './tree.ts';
import type { FunctionValue, Scope, Value } from './values.ts';

/** SQL that the script sends, in the order in which it would. */
export interface Sent {
  /** A function for what later calls still change. */
  readonly text: Text | (() => Text | null);
  readonly sending: Sending;
  readonly conditions: readonly Condition[];
  readonly host: Range;
  readonly outer: readonly Range[];
  readonly range: Range;
  /** Whether the script goes on when it fails. */
  readonly isCaught?: true;
  /** Set when nobody can tell what is sent; `unless` says at the end whether somebody can. */
  readonly unverifiable: {
    readonly what: string;
    readonly reason: string | null;
    readonly unless?: () => boolean;
  } | null;
}

/** What frameworks add to the script's world. */
export interface World {
  /** What packages export, by package and name; `*` for the whole. */
  packageNamed(name: string): Value | undefined;
  /** What a parameter of a TypeScript type is, by the type's name. */
  typeNamed(name: string): Value | undefined;
  /** What a framework makes of a call of something unknown; undefined when none knows it. */
  adopt(object: Value, call: Call): Value | undefined;
}

/** A function of the script, and where the run stood when it was made. */
export interface Made extends Pick<Machine, 'conditions' | 'host' | 'outer' | 'anchor'> {
  readonly callee: FunctionValue;
}

/** One run of a script: what it has sent so far, and where it stands. */
export interface Machine {
  readonly path: string;
  readonly files: Files;
  readonly world: World;
  readonly sent: Sent[];
  /** Words that frameworks ask about at the end. */
  readonly notes: Set<string>;
  /** The functions that are being run. */
  readonly stack: Node[];
  /** Loads another file of the project: its exports, or null. */
  readonly load: (path: string, machine: Machine) => Value | null;
  conditions: readonly Condition[];
  /** The innermost statement that is being run. */
  host: Range;
  /** The statements in whose callbacks that one stands, the nearest first. */
  outer: readonly Range[];
  /** While code of another file runs: the place in this file that calls it. */
  anchor: Range | null;
  /** What the function that is being run has returned so far. */
  returns: Value[];
  /** The functions that were made while the script ran; null for those that have been called. */
  readonly made: Map<Node, Made | null>;
  /** How many more expressions may be looked at. */
  fuel: number;
  /** What was assigned since the last branch began, with the values before. */
  changes: Map<Scope, Map<string, Value>> | null;
}

/** Enough for every real migration; what needs more is not read to its end, and reported. */
const mostSteps = 400_000;

/** A machine at the start of a script. */
export function newMachine(about: Pick<Machine, 'path' | 'files' | 'world' | 'load'>): Machine {
  return {
    ...about,
    sent: [],
    notes: new Set(),
    stack: [],
    made: new Map(),
    conditions: [],
    host: [0, 0],
    outer: [],
    anchor: null,
    returns: [],
    fuel: mostSteps,
    changes: null,
  };
}

/** Where a node stands in the migration itself: code of another file stands where it is called. */
export function placeOf(machine: Machine, node: Node): Range {
  return machine.anchor ?? rangeOf(node);
}

/** A text of the code that is being run, with its places in the migration. */
export function placed(machine: Machine, text: Text): Text {
  const { anchor } = machine;
  return anchor ? text.map((segment) => ({ ...constant(segment.text, anchor), kind: segment.kind === 'hole' ? 'hole' : 'constant' })) : text; // prettier-ignore
}

/** A node as written, on one line. */
export function written(source: string, node: Node): string {
  return source.slice(...rangeOf(node)).replace(/\s+/g, ' ');
}

/** Takes one step; when there is none left, says once that the rest of the script is not read, and answers false. */
export function spend(machine: Machine, node: Node): boolean {
  machine.fuel -= 1;
  if (machine.fuel === -1)
    sendUnverifiable(machine, 'the rest of this script', placeOf(machine, node), 'It does more than can be followed');
  return machine.fuel >= 0;
}

/** Notes SQL down as sent from here. */
export function send(machine: Machine, text: Sent['text'], range: Range, sending: Sending = {}): void {
  const { host, outer } = machine;
  const conditions = sending.when ? [...machine.conditions, conditionOf(sending.when, range)] : machine.conditions;
  machine.sent.push({ text, sending, conditions, host, outer, range, unverifiable: null });
}

const shorten = (text: string) => (text.length > 80 ? `${text.slice(0, 77)}...` : text);

/** Notes down that nobody can tell what is sent from here. */
export function sendUnverifiable(machine: Machine, what: string, range: Range, reason: string | null = null, unless?: () => boolean): void {
  const { conditions, host, outer } = machine;
  const hidden = { what: shorten(what), reason };
  const unverifiable = unless ? { ...hidden, unless } : hidden;
  machine.sent.push({ text: [], sending: {}, conditions, host, outer, range, unverifiable });
} // prettier-ignore
