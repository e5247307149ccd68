import { dollarQuoted, said, say, stringConstant } from './embed.ts';
import type { Database } from '../../engine/database.ts';

/** Everything that is to be put in, and what is to be done afterwards. */
export interface Plan {
  readonly tables: readonly {
    readonly name: string;
    readonly root: number;
    readonly holds: boolean;
    /** Nothing is put in where rows are already: a key that nobody checks might break. */
    readonly once: boolean;
    /** `INSERT INTO t (…) VALUES `, one parenthesis for each row, and what follows. */
    readonly into: string;
    readonly rows: readonly string[];
    readonly end: string;
  }[];
  /** What to do with rows whose reference did not come to be, by the referenced table. */
  readonly keys: readonly {
    readonly from: number;
    readonly to: number;
    readonly mend: string | null;
    readonly remove: string;
  }[];
  readonly sequences: readonly string[];
}

/** What became of a table. */
export interface Filled {
  /** That it holds now. */
  readonly rows: number;
  /** Why a row did not go in. */
  readonly reason: string | null;
}

/** Carries out a plan in one round trip: a table that refuses a row costs no other. */
export async function insertRows(database: Database, plan: Plan): Promise<readonly Filled[]> {
  const { failure, notices } = await database.run(block(plan));
  const found = said(notices);
  if (found !== null) return JSON.parse(found) as readonly Filled[];
  return plan.tables.map(() => ({ rows: 0, reason: failure?.message ?? null }));
}

/** One row's values. */
export const tuple = (values: readonly (string | null)[]) =>
  `(${values.map((text) => (text === null ? 'NULL' : stringConstant(text))).join(',')})`;

/** For the block alone, the role first and put back last, since it may not be allowed the others: no trigger, no foreign key, no role's limits, and constants as they are written. */
const settings = {
  role: 'none',
  session_replication_role: 'replica',
  client_min_messages: 'error',
  standard_conforming_strings: 'on',
} as const;

const names = Object.keys(settings)
  .map((name) => `'${name}'`)
  .join(', ');

function block(plan: Plan): string {
  return `DO ${dollarQuoted(`DECLARE
  plan json := ${dollarQuoted(JSON.stringify(plan))};
  kept text[] := ARRAY(SELECT current_setting(name) FROM unnest(ARRAY[${names}]) WITH ORDINALITY AS s(name, at) ORDER BY at);
  item json;
  line text;
  part int;
  got int;
  why text;
  results json[] := '{}';
  short int8[] := '{}';
  again boolean := true;
BEGIN
  PERFORM ${Object.entries(settings)
    .map(([name, value]) => `set_config('${name}', '${value}', true)`)
    .join(', ')};
${insertion}
${mending}
${sequels}
  PERFORM ${Object.keys(settings)
    .map((name, at) => `set_config('${name}', kept[${at + 1}], true)`)
    .reverse()
    .join(', ')};
  ${say('array_to_json(results)::text')};
END`)}`;
}

const insertion = `
  FOR item IN SELECT value FROM json_array_elements(plan -> 'tables') LOOP
    got := 0;
    why := NULL;
    part := 0;
    IF (item ->> 'once')::boolean THEN
      EXECUTE 'SELECT count(*) FROM ONLY ' || (item ->> 'name') INTO part;
    END IF;
    IF part = 0 THEN
      BEGIN
        EXECUTE (item ->> 'into') || (SELECT string_agg(value, ',') FROM json_array_elements_text(item -> 'rows')) || (item ->> 'end');
        GET DIAGNOSTICS got = ROW_COUNT;
      EXCEPTION WHEN OTHERS THEN
        FOR line IN SELECT value FROM json_array_elements_text(item -> 'rows') LOOP
          BEGIN
            EXECUTE (item ->> 'into') || line || (item ->> 'end');
            GET DIAGNOSTICS part = ROW_COUNT;
            got := got + part;
          EXCEPTION WHEN OTHERS THEN
            why := coalesce(why, SQLERRM);
          END;
        END LOOP;
      END;
    END IF;
    IF got < json_array_length(item -> 'rows') THEN
      short := short || (item ->> 'root')::int8;
    END IF;
    results := array_append(results, json_build_object('rows', got, 'reason', why));
  END LOOP;`;

/** A row that goes takes with it the rows that reference it. */
const mending = `
  FOR pass IN 1..8 LOOP
    EXIT WHEN NOT again OR short = '{}';
    again := false;
    FOR item IN SELECT value FROM json_array_elements(plan -> 'keys') LOOP
      CONTINUE WHEN NOT (item ->> 'to')::int8 = ANY (short);
      got := 0;
      BEGIN
        BEGIN
          EXECUTE coalesce(item ->> 'mend', item ->> 'remove');
          GET DIAGNOSTICS got = ROW_COUNT;
        EXCEPTION WHEN OTHERS THEN
          EXECUTE item ->> 'remove';
          GET DIAGNOSTICS got = ROW_COUNT;
        END;
      EXCEPTION WHEN OTHERS THEN
        got := 0;
      END;
      IF got > 0 THEN
        again := true;
        short := short || (item ->> 'from')::int8;
      END IF;
    END LOOP;
  END LOOP;`;

const sequels = `
  FOR part IN 0 .. json_array_length(plan -> 'tables') - 1 LOOP
    item := plan -> 'tables' -> part;
    CONTINUE WHEN NOT ((item ->> 'holds')::boolean OR (item ->> 'root')::int8 = ANY (short));
    EXECUTE 'SELECT count(*) FROM ONLY ' || (item ->> 'name') INTO got;
    results[part + 1] := json_build_object('rows', got, 'reason', results[part + 1] ->> 'reason');
  END LOOP;
  FOR line IN SELECT value FROM json_array_elements_text(plan -> 'sequences') LOOP
    BEGIN
      EXECUTE line;
    EXCEPTION WHEN OTHERS THEN
      NULL;
    END;
  END LOOP;`;
