import { parseMemory as original } from '../src/sql/parse-memory.ts';

/** How many statements were asked for, and how many of them were parsed. */
export const counted = { asked: 0, parsed: 0 };

/** The memory of what was parsed, which counts. */
export function parseMemory() {
  const memory = original();
  return {
    get(sql) {
      counted.asked += 1;
      return memory.get(sql);
    },
    set(sql, parsed) {
      counted.parsed += 1;
      memory.set(sql, parsed);
    },
  };
}
