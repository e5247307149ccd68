import { candidates } from './candidates.ts';
import { constantsOf } from './constants.ts';
import type { Puzzle, Unknown } from './puzzle.ts';
import { baseOf, domainChecks, sample, type Types } from './sample.ts';
import type { Check, Column, Shape, Table } from './shape.ts';
import { keyOf, rows, type ValueOf } from './values.ts';

/** Columns of a table that checks bind together. */
export interface Group {
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly checks: readonly Check[];
}

/** The groups of a table: columns stand together that one check mentions. */
export function groupsOf(table: Table): readonly Group[] {
  const known = new Set(table.columns.map(({ name }) => name));
  const checks = table.checks.filter(({ columns }) => columns.length > 0 && columns.every((name) => known.has(name)));
  const groups: { names: Set<string>; checks: readonly Check[] }[] = [];
  for (const check of checks) {
    const touched = groups.filter(({ names }) => check.columns.some((name) => names.has(name)));
    const names = new Set([...touched.flatMap((group) => [...group.names]), ...check.columns]);
    for (const group of touched) groups.splice(groups.indexOf(group), 1);
    groups.push({ names, checks: [...touched.flatMap((group) => group.checks), check] });
  }
  return groups.map((group) => ({
    table,
    columns: table.columns.filter(({ name }) => group.names.has(name)),
    checks: group.checks,
  }));
}

/** Whether values of other tables stand in the group. */
export function leansOnOthers({ table, columns }: Group): boolean {
  return columns.some((column) => keyOf(table, column) !== undefined);
}

/** What to ask for a group. */
export function puzzleOf(shape: Shape, valueOf: ValueOf, { table, columns, checks }: Group): Puzzle {
  const unknowns = columns.map((column): Unknown => {
    const base = baseOf(shape.types, column.type, column.modifier);
    const samples = rows.map((row) => valueOf(table, column, row)).filter((text) => text !== null);
    const own = [
      ...checks.filter((check) => check.columns.includes(column.name)).map(({ text }) => text),
      ...domainChecks(shape.types, column.type),
    ];
    return {
      name: column.name,
      quoted: column.quoted,
      type: shape.types.get(base.id)?.written ?? 'text',
      nullable: column.nullable,
      candidates: keyOf(table, column)
        ? referencing(table, column, samples)
        : candidates(shape.types, base, samples, constantsOf(own)),
    };
  });
  const domains = columns.flatMap((column) =>
    domainChecks(shape.types, column.type).map((check) => aboutColumn(check, column.quoted)),
  );
  return { columns: unknowns, checks: [...checks.map(({ text }) => text), ...domains] };
}

/** The columns of a wide key belong to the same row. */
function referencing(table: Table, column: Column, samples: readonly string[]): readonly string[] {
  const wide = (keyOf(table, column)?.pairs.length ?? 0) > 1;
  return [...new Set(samples)].slice(0, wide ? 1 : rows.length);
}

/** What to ask for a domain: any value that fulfils it. */
export function domainPuzzle(types: Types, id: number): Puzzle {
  const base = baseOf(types, id, -1);
  const checks = domainChecks(types, id);
  const place = { column: types.get(id)?.name ?? '', number: 1 };
  const samples = rows.map((row) => sample(types, new Map(), base.id, base.modifier, { ...place, row }));
  return {
    columns: [
      {
        name: 'value',
        quoted: '"farout value"',
        type: types.get(base.id)?.written ?? 'text',
        nullable: false,
        candidates: candidates(
          types,
          base,
          samples.filter((text) => text !== null),
          constantsOf(checks),
        ),
      },
    ],
    checks: checks.map((check) => aboutColumn(check, '"farout value"')),
  };
}

/** `VALUE` in a domain's check is the column. */
function aboutColumn(check: string, quoted: string): string {
  return check.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\bVALUE\b/g, (part) => (part === 'VALUE' ? quoted : part));
}
