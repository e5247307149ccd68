import type { Comment, Direction, Files, Range, SourceFile } from '../types.ts';
import { detectFramework, type Detected, isPassive } from './detect-framework.ts';
import { otherDatabase } from './dialect.ts';
import { exportedEntries, nameRange } from './entries.ts';
import type { Entry, Framework } from './framework.ts';
import { frameworks } from './frameworks/index.ts';
import { handsOn, isHelper } from './helper.ts';
import { inferDown } from './infer-down.ts';
import { invoke } from './invoke.ts';
import { loader } from './load.ts';
import { type Machine, newMachine, type Sent, sendUnverifiable } from './machine.ts';
import { runMade } from './made.ts';
import { type Module, runModule } from './module.ts';
import { world } from './registry.ts';
import { calledStranger } from './strangers.ts';
import { type Parse, rangeOf, type Tree } from './tree.ts';

/** What a script does when its framework runs it. */
export interface ScriptRun {
  /** Null when no framework that is known runs it. */
  readonly framework: Detected | null;
  readonly comments: readonly Comment[];
  readonly up: readonly Sent[];
  readonly upRange: Range;
  /** Null when there is no way back in it. */
  readonly down: readonly Sent[] | null;
  readonly downRange: Range | null;
  /** Whether the way back does nothing but throw. */
  readonly downThrows: boolean;
  /** Whether the way back calls what is not known. */
  readonly downIsOpen: boolean;
  readonly transaction: boolean;
  /** Whether its framework can undo at all. */
  readonly undoes: boolean;
  /** Whether it runs nothing at all by itself, such as a list of other files. */
  readonly isDead: boolean;
  /** How it is written; null when no framework that is known runs it. */
  readonly written: Written | null;
}

/** A script as it is written, and the functions of it that its framework runs. */
export interface Written {
  readonly tree: Tree;
  readonly module: Module;
  readonly entries: Readonly<Record<Direction, readonly Entry[]>>;
}

/** Runs a script as its framework would, up and down. `adapter` is the framework's name when the configuration says it. */
export function runScript(source: SourceFile, files: Files, adapter: string | null, parse: Parse): ScriptRun {
  const parsed = parse(source.path, source.text);
  if (!parsed.ok) return unread(parsed.comments, parsed.range, `This file cannot be read as a script (${parsed.message})`); // prettier-ignore
  const { tree } = parsed;
  const start = () => {
    const machine = newMachine({ path: source.path, files, world, load: loader(files, parse) });
    return { machine, module: runModule(machine, tree, { ...source, isForeign: false }) };
  };
  try {
    return runTree(tree, start, { source, files, adapter });
  } catch (error) {
    // Expressions that stand in each other by the thousand use up the stack.
    if (!(error instanceof RangeError)) throw error;
    return unread(tree.comments, firstWords(tree, source.text), 'This file is too deeply nested to be read');
  }
}

interface Asked {
  readonly source: SourceFile;
  readonly files: Files;
  readonly adapter: string | null;
}

function runTree(tree: Tree, start: () => Started, { source, files, adapter }: Asked): ScriptRun {
  const first = start();
  const detected = detectBy(adapter, tree, first.module, source.text);
  if (!detected) {
    const isIdle = (isPassive(tree) && !handsOn(source.path, tree)) || (first.machine.sent.length === 0 && (isHelper(source.path, first.module, files) || doesNothing(first))); // prettier-ignore
    const named = adapter !== null && Object.hasOwn(frameworks, adapter);
    const who = named
      ? `It is not ${adapter}, which the configuration names, that`
      : 'No migration framework that is known';
    return isIdle ? idle(tree.comments) : unread(tree.comments, firstWords(tree, source.text), `${who} runs this file`);
  }
  return runDetected(detected, tree, first, start);
}

/** Whether a script exports a way up that calls nothing at all. */
function doesNothing({ machine, module }: Started): boolean {
  const entries = exportedEntries(module, []);
  runEntries(entries, 'up', machine, [0, 0]);
  runEntries(entries, 'down', machine, [0, 0]);
  return entries.some(({ direction }) => direction === 'up') && machine.sent.length === 0;
}

function detectBy(name: string | null, tree: Tree, module: Module, text: string): Detected | null {
  const framework = name !== null && Object.hasOwn(frameworks, name) ? frameworks[name] : undefined;
  if (name === null || !framework) return detectFramework(tree, module, text);
  const entries = framework.entries(module);
  return entries.length > 0 || framework.runsTopLevel ? { name, framework, entries } : null;
}

interface Started {
  readonly machine: Machine;
  readonly module: Module;
}

function runDetected(detected: Detected, tree: Tree, up: Started, start: () => Started): ScriptRun {
  const { framework } = detected;
  setUp(framework, up);
  const upEntry = runEntries(framework.entries(up.module), 'up', up.machine, firstWords(tree, up.module.scope.source));
  const down = start();
  setUp(framework, down);
  // What stands at the top level runs whatever the direction, and is judged as going up.
  down.machine.sent.length = 0;
  down.machine.notes.clear();
  const downEntry = runEntries(
    framework.entries(down.module),
    'down',
    down.machine,
    firstWords(tree, up.module.scope.source),
  );
  const inferred = !downEntry && framework.infersDown?.(up.module) ? inferDown(up.machine.sent) : null;
  const notes = new Set([...up.machine.notes, ...down.machine.notes]);
  return {
    framework: detected,
    comments: tree.comments,
    up: up.machine.sent,
    upRange: homeOf(upEntry, up.module),
    down: downEntry ? down.machine.sent : inferred,
    downRange: downEntry ? homeOf(downEntry, down.module) : null,
    downThrows: down.machine.notes.has('throws') && down.machine.sent.length === 0,
    downIsOpen: down.machine.notes.has(calledStranger),
    transaction: framework.transaction(up.module, notes),
    undoes: upEntry !== null && framework.hasWayBack?.(up.module) !== false,
    isDead: false,
    written: { tree, module: up.module, entries: byDirection(framework.entries(up.module)) },
  };
}

const byDirection = (entries: readonly Entry[]): Written['entries'] => ({
  up: entries.filter(({ direction }) => direction === 'up'),
  down: entries.filter(({ direction }) => direction === 'down'),
});

/** Where an entry stands: of one that is another file's, the whole script. */
const homeOf = (entry: Entry | null, { scope }: Module): Range =>
  entry && !entry.callee.scope.isForeign ? rangeOf(entry.callee.node) : [0, scope.source.length];

function setUp(framework: Framework, { machine, module }: Started): void {
  for (const { callee, args, self } of framework.setup?.(module) ?? [])
    invoke(machine, callee, args, { self, range: nameRange(callee), isNew: false, written: 'setup()' });
}

/** Runs the entry functions of a direction; one that calls others, and sends nothing that can be seen, is reported. */
function runEntries(entries: readonly Entry[], direction: Direction, machine: Machine, home: Range): Entry | null {
  const found = entries.filter((entry) => entry.direction === direction);
  machine.notes.delete(calledStranger);
  for (const { callee, args, self } of found) {
    const before = machine.sent.length;
    const range = callee.scope.isForeign ? home : nameRange(callee);
    machine.host = range;
    invoke(machine, callee, args, { self, range, isNew: false, written: `${direction}()` });
    runMade(machine);
    if (machine.sent.length > before || !machine.notes.has(calledStranger) || machine.notes.has(otherDatabase)) continue; // prettier-ignore
    machine.host = range;
    sendUnverifiable(machine, `${direction}()`, range, `Nothing that ${direction}() sends to the database can be found`); // prettier-ignore
  }
  return found[0] ?? null;
}

const nothing = { framework: null, up: [], upRange: [0, 0], down: null, downRange: null, downThrows: false, downIsOpen: false, transaction: false, undoes: false, isDead: true, written: null } as const; // prettier-ignore

const idle = (comments: readonly Comment[]): ScriptRun => ({ ...nothing, comments });

function unread(comments: readonly Comment[], range: Range, reason: string): ScriptRun {
  const unverifiable = { what: 'This file', reason };
  return {
    ...nothing,
    comments,
    up: [{ text: [], sending: {}, conditions: [], host: range, outer: [], range, unverifiable }],
  };
}

/** The first line of a script's first statement. */
function firstWords({ program }: Tree, text: string): Range {
  const [start, end] = program.body[0] ? rangeOf(program.body[0]) : [0, 0];
  return [start, start + (/^[^\r\n]*/.exec(text.slice(start, end))?.[0].length ?? 0)];
}
