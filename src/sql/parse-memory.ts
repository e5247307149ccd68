import type { Parsed } from './postgres.ts';

/** Remembers what was parsed lately, by its text. */
export interface ParseMemory {
  get(sql: string): Parsed | undefined;
  set(sql: string, parsed: Parsed): void;
}

/**
 * A memory that forgets what was not asked for while as much as it may hold was put in: `most` is in UTF-16 units of text, whose trees take
 * some fifty times the room.
 */
export function parseMemory(most: number): ParseMemory {
  let [young, old] = [new Map<string, Parsed>(), new Map<string, Parsed>()];
  let size = 0;
  const set = (sql: string, parsed: Parsed) => {
    size += sql.length;
    if (size > most) [old, young, size] = [young, new Map<string, Parsed>(), sql.length];
    young.set(sql, parsed);
  };
  return {
    get(sql) {
      const known = young.get(sql);
      if (known) return known;
      const before = old.get(sql);
      if (before) set(sql, before);
      return before;
    },
    set,
  };
}
