import { parse } from '../src/script/parse.ts';
import { scriptReader } from '../src/script/read-script.ts';
import { newWorld } from '../src/sql/lower/lower.ts';
import { verbatim } from '../src/sql/position-map.ts';
import { readStatements } from '../src/sql/read.ts';
import type { Direction, Files, Migration, Operation } from '../src/types.ts';

const noFiles: Files = { read: () => null, list: () => [] };

/** Reads a script as the program does. */
export function readScript(text: string, path = 'db/migrations/20240101000000_x.ts', files: Files = noFiles, adapter: string | null = null): Migration {
  return scriptReader(parse)({ path, text }, files, { adapter, postgres: 15 });
} // prettier-ignore

/** What a script does in one direction, without places: to compare with what the real library's SQL does. */
export function scriptOperations(text: string, direction: Direction = 'up', path?: string): readonly object[] {
  const migration = readScript(text, path);
  const sections = migration.sections.filter((section) => section.direction === direction);
  return plainOperations(sections.flatMap(({ statements }) => statements).flatMap(({ operations }) => operations));
}

/** What SQL does, without places. */
export function sqlOperations(...statements: readonly string[]): readonly object[] {
  const world = newWorld(15);
  const found = statements.flatMap((sql) => readStatements(verbatim(sql), world, world).statements);
  return plainOperations(found.flatMap(({ operations }) => operations));
}

/** Operations without ranges, surroundings and what no rule asks about: order, kind and facts stay. */
export function plainOperations(operations: readonly Operation[]): readonly object[] {
  return operations.map((operation) => strip(operation) as object);
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'range' && key !== 'context' && key !== 'where');
  return Object.fromEntries(entries.map(([key, each]) => [key, strip(each)]));
}
