import { withCreatedHere, type CreatedHere } from './effect/created-here.ts';
import { printName } from './name-list.ts';
import type { Direction, Migration, Name, Operation } from './types.ts';

/** The option of every rule about destruction: which way the statements must run to be judged. */
export interface DirectionOptions {
  readonly directions: readonly Direction[];
}

/** Options of the rules that judge what happens to a table. */
export interface TableOptions extends DirectionOptions {
  /** Tables that may be lost: `sessions`, `app.sessions`, `tmp_*`. */
  readonly allow: readonly string[];
}

const directions = { type: 'array', items: { enum: ['up', 'down'] }, minItems: 1, uniqueItems: true };
const allow = { type: 'array', items: { type: 'string', minLength: 1 }, uniqueItems: true };

export const directionSchema = { type: 'object', properties: { directions }, additionalProperties: false };
export const tableProperties = { directions, allow };
export const tableSchema = { type: 'object', properties: tableProperties, additionalProperties: false };

export const directionDefaults: DirectionOptions = { directions: ['up'] };
export const tableDefaults: TableOptions = { directions: ['up'], allow: [] };

/** All operations that run in the wanted directions, each with what its section created before it. */
export function* operations(
  migration: Migration,
  options: DirectionOptions,
): Generator<readonly [operation: Operation, known: CreatedHere]> {
  for (const section of migration.sections)
    if (options.directions.includes(section.direction)) yield* withCreatedHere(section);
}

/** Whether a name, with or without its schema, fits one of the patterns; `*` stands for any characters. */
export function isAllowed(name: Name, patterns: readonly string[]): boolean {
  const names = [name.name, printName(name)];
  return patterns.some((pattern) => names.some((candidate) => fits(candidate, pattern)));
}

/** Takes each piece at its first place after the one before, so it stays linear whatever the pattern. */
function fits(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return name === pattern;
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let from = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, from);
    if (found === -1) return false;
    from = found + piece.length;
  }
  return from <= name.length - last.length;
}
