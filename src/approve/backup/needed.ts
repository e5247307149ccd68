import { printName } from '../../name-list.ts';
import type { Measured } from '../measure/measure.ts';
import type { Request } from '../request.ts';
import type { Needed } from './contents.ts';

/** A request, and what a database says of it. */
export interface Case {
  readonly request: Request;
  readonly measured: Measured;
}

/** What a backup must have the rows of: as the database has them, else as the statement names them. */
export function neededFor(cases: readonly Case[]): readonly Needed[] {
  const all = cases.flatMap(({ request, measured }) => (measured.holding.length > 0 ? measured.holding : named(request)));
  return all.filter((each, index) => all.findIndex((other) => printName(other) === printName(each)) === index);
} // prettier-ignore

function named({ targets }: Request): readonly Needed[] {
  return targets.flatMap(({ kind, name }): readonly Needed[] => {
    if (kind === 'table' || kind === 'column') return [name];
    return kind === 'schema' ? [{ schema: name.name, name: '' }] : [];
  });
}

/** What `pg_dump` is to copy; null for all of the database. */
export function dumpArguments(cases: readonly Case[]): readonly string[] | null {
  const targets = cases.flatMap(({ request }) => request.targets);
  if (targets.some(({ kind }) => kind === 'database' || kind === 'other')) return null;
  const schemas = targets.filter(({ kind }) => kind === 'schema').map(({ name }) => name.name);
  const tables = cases.flatMap(({ measured }) => measured.holding.concat(measured.wholes));
  if (schemas.length > 0 && schemas.length === targets.length) return schemas.map((name) => `--schema=${pattern(name)}`);
  return tables.length === 0 ? null : [...new Set(tables.map(({ schema, name }) => `--table=${pattern(schema ?? '')}.${pattern(name)}`))];
} // prettier-ignore

/** A name as a pattern that means just it (https://www.postgresql.org/docs/current/app-psql.html, Patterns). */
const pattern = (name: string) => `"${name.replaceAll('"', '""')}"`;
