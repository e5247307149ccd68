import type { Name as ParsedName, QName } from 'pgsql-ast-parser';
import type { Create, ObjectType, OperationBase } from '../operation.ts';
import type { Name } from '../types.ts';

/** What every operation carries; the second reader knows no places and no guards. */
export const base: OperationBase = {
  range: [0, 0],
  guard: 'unneeded',
  context: { place: 'plain', dynamic: false, conditions: [], handlers: [] },
};

/** A name; the parser leaves doubled quotes in quoted names doubled, and names longer than PostgreSQL's 63 bytes whole. */
export function nameOf({ name, schema }: QName): Name {
  return { schema: schema === undefined ? null : stored(schema), name: stored(name) };
}

export const names = (parsed: readonly ParsedName[]): string[] => parsed.map(({ name }) => stored(name));

const longest = 63;

function stored(name: string): string {
  const whole = name.replaceAll('""', '"');
  const bytes = new TextEncoder().encode(whole);
  if (bytes.length <= longest) return whole;
  // A character that the cut goes through is left out.
  return new TextDecoder().decode(bytes.subarray(0, longest), { stream: true });
}

/** A create operation with everything unsaid at its default. */
export function create(object: ObjectType, name: Name | null, details: Partial<Create> = {}): Create {
  return {
    kind: 'create',
    ...base,
    object,
    name,
    table: null,
    clause: null,
    temporary: false,
    concurrently: false,
    unique: false,
    source: 'definition',
    partitionOf: null,
    columns: [],
    constraints: [],
    signature: null,
    body: [],
    ...details,
  };
}
