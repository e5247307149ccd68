import { defaultName } from '../effect/default-names.ts';
import { quoteIdentifier, quoteName } from '../sql/quote.ts';
import type { Constraint, Name } from '../types.ts';
import { addedColumn, type Clause, clausesOf, columnNameOf, elementsOf } from './column-text.ts';
import { type Defined, definitionOf } from './column-past.ts';
import { isSameName, type Past, tableBefore, type Told } from './past.ts';
import { mentions, type Piece } from './pieces.ts';
import { columnSince, renamedSince } from './renamed-since.ts';

/** The constraint of that name as an earlier migration wrote it, to stand behind `ADD CONSTRAINT <name>`; null where none tells. */
export function constraintOf(past: Past, table: Name, name: string): string | null {
  let [of, wanted] = [table, name];
  for (let at = past.length - 1; at >= 0; at--) {
    const told = past[at] as Told;
    const { operation } = told;
    if (operation.kind === 'drop-constraint' && isSameName(operation.table, of) && operation.name === wanted) return null;
    if (operation.kind === 'drop' && operation.object === 'table' && operation.names.some((each) => isSameName(each, of))) return null;
    const found = constraintIn(told, of, wanted);
    if (found !== null) return renamedSince(found, past.slice(at + 1), of);
    if (operation.kind === 'rename' && operation.object === 'constraint' && isSameName(operation.of, of) && operation.to === wanted) wanted = operation.from;
    of = tableBefore(operation, of);
  }
  return null;
} // prettier-ignore

function constraintIn({ operation, statement, migration }: Told, table: Name, wanted: string): string | null {
  if (operation.kind === 'add-constraint' && isSameName(operation.table, table))
    return isNamed(operation.constraint, table, wanted) ? unnamed(migration.words(operation.range)) : null;
  if (operation.kind === 'add-column' && isSameName(operation.table, table)) {
    const piece = addedColumn(migration.words(operation.range));
    return piece && inline(piece, table, wanted);
  }
  if (operation.kind !== 'create' || operation.object !== 'table' || !operation.name || !isSameName(operation.name, table)) return null;
  return tableConstraint(migration.words(statement.range), operation.constraints, table, wanted);
} // prettier-ignore

function tableConstraint(statement: string, constraints: readonly Constraint[], table: Name, wanted: string): string | null {
  const elements = elementsOf(statement);
  const own = constraintElements(elements);
  const index = constraints.findIndex((constraint) => isNamed(constraint, table, wanted));
  const text = own.length === constraints.length ? own[index]?.text : undefined;
  if (text !== undefined) return unnamed(text);
  for (const element of elements) {
    const found = columnNameOf(element) === '' ? null : inline(element, table, wanted);
    if (found !== null) return found;
  }
  return null;
} // prettier-ignore

function isNamed({ name, usingIndex, type, columns }: Constraint, table: Name, wanted: string): boolean {
  return (name ?? usingIndex ?? defaultName(type, table.name, columns).name) === wanted;
}

/** Without `ADD` and `CONSTRAINT <name>`. */
const unnamed = (words: string) =>
  words.replace(/^(?:(?:ALTER\s.*?\s)?ADD\s+)?(?:CONSTRAINT\s+(?:"[^"]*"|\S+)\s+)?/is, '');

/** A constraint that stands at its column, as one of the table. */
function inline(column: Piece, table: Name, wanted: string): string | null {
  const name = columnNameOf(column);
  for (const clause of clausesOf(column)) {
    const text = ofTable(clause, quoteIdentifier(name));
    const type = constraintTypes[clause.kind];
    if (text === null || type === undefined) continue;
    if ((clause.name ?? defaultName(type, table.name, [name]).name) === wanted) return text;
  }
  return null;
}

const constraintTypes: Readonly<Partial<Record<Clause['kind'], Constraint['type']>>> = {
  'unique': 'unique',
  'primary': 'primary key',
  'check': 'check',
  'references': 'foreign key',
}; // prettier-ignore

function ofTable({ kind, text }: Clause, column: string): string | null {
  switch (kind) {
    case 'unique':
      return text.replace(/^UNIQUE(\s+NULLS\s+(?:NOT\s+)?DISTINCT)?/i, `UNIQUE$1 (${column})`);
    case 'primary':
      return text.replace(/^PRIMARY\s+KEY/i, `PRIMARY KEY (${column})`);
    case 'check':
      return text;
    case 'references':
      return `FOREIGN KEY (${column}) ${text}`;
    default:
      return null;
  }
}

/** The constraints of a CREATE TABLE's list that name a column and went with it, as statements for the table as it is called now. */
export function elementConstraints(past: Past, { at, told, column }: Defined, table: Name): readonly string[] {
  const { operation } = told;
  if (operation.kind !== 'create' || operation.object !== 'table' || !operation.name) return [];
  const own = constraintElements(elementsOf(told.migration.words(told.statement.range)));
  if (own.length !== operation.constraints.length) return [];
  const { name } = operation;
  const since = past.slice(at + 1);
  return operation.constraints.flatMap((constraint, index) => {
    const text = own[index]?.text ?? '';
    if (!constraint.columns.includes(column) && !(constraint.type === 'check' && mentions(text, column))) return [];
    const others = constraint.columns.map((each) => columnSince(each, since, name));
    // It went before, with another of its columns.
    if (others.some((other) => definitionOf(past, table, other) === null)) return [];
    const given = constraint.name ?? defaultName(constraint.type, name.name, constraint.columns).name;
    return [addConstraint(table, given, renamedSince(unnamed(text), since, name), 'table')];
  });
}

const constraintElements = (elements: readonly Piece[]) =>
  elements.filter((element) => columnNameOf(element) === '' && !/^LIKE\b/i.test(element.text));

/** `ALTER TABLE … ADD CONSTRAINT …` for a constraint's text. */
export function addConstraint(table: Name, name: string, text: string, object: 'table' | 'domain'): string {
  return `ALTER ${object.toUpperCase()} ${quoteName(table)} ADD CONSTRAINT ${quoteIdentifier(name)} ${text}`;
}
