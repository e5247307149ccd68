import type { ColumnDef, Constraint, Node } from '@pgsql/types';
import { nameOf, strings } from '../lower/names.ts';
import { quoteIdentifier } from '../quote.ts';
import { constraintPart, isConstraint } from './constraints.ts';
import { normal, typeFact } from './normal.ts';
import { type Draft, fact, type Fact, type Facts, factsOf, type Part, partKey, putPart, type Thing } from './shape.ts';
import type { Source } from './source.ts';

const serials: Readonly<Record<string, string>> = {
  serial: 'integer', serial4: 'integer', bigserial: 'bigint', serial8: 'bigint', smallserial: 'smallint', serial2: 'smallint',
}; // prettier-ignore

const serialNames: Readonly<Record<string, string>> = { integer: 'int4()', bigint: 'int8()', smallint: 'int2()' };

export const notNull: Fact = fact('NOT NULL');

/** Puts a column into its relation, with its constraints and the sequence of a serial. */
export function putColumn(draft: Draft, key: string, node: ColumnDef, source: Source): void {
  const table = draft.things.get(key);
  if (!table) return;
  const column = node.colname ?? '';
  const constraints = (node.constraints ?? []).flatMap((item) => ('Constraint' in item ? [item.Constraint] : []));
  const serial = serials[nameOf(strings(node.typeName?.names)).name];
  putPart(draft, key, columnPart(table, node, constraints, serial, source));
  const isOwner = serial !== undefined || constraints.some(({ contype }) => contype === 'CONSTR_IDENTITY');
  if (isOwner) putPart(draft, key, sequencePart(table, column));
  for (const constraint of withAttributes(constraints)) {
    const now = draft.things.get(key);
    if (now && isConstraint(constraint)) putPart(draft, key, constraintPart(draft, now, constraint, column, source));
  }
}

function columnPart(table: Thing, node: ColumnDef, constraints: readonly Constraint[], serial: string | undefined, source: Source): Part {
  const has = (...types: readonly string[]) => constraints.some(({ contype }) => types.includes(contype ?? ''));
  const name = node.colname ?? '';
  const at = constraints.findIndex(({ contype }) => contype === 'CONSTR_DEFAULT');
  const given = at < 0 ? null : defaultFact(constraints[at]?.raw_expr, defaultWords(constraints, at, source));
  const identity = constraints.find(({ contype }) => contype === 'CONSTR_IDENTITY');
  const generated = constraints.find(({ contype }) => contype === 'CONSTR_GENERATED');
  const facts = factsOf({
    type: serial === undefined ? typeFact(node.typeName) : { normal: serialNames[serial] ?? serial, text: serial },
    'not null': serial !== undefined || has('CONSTR_NOTNULL', 'CONSTR_PRIMARY', 'CONSTR_IDENTITY') ? notNull : null,
    default: serial === undefined ? given : serialDefault(table, name),
    identity: identity ? fact(identity.generated_when === 'a' ? 'ALWAYS' : 'BY DEFAULT') : null,
    generated: generated ? { normal: normal(generated.raw_expr), text: source.from(generated.location) } : null,
    collation: node.collClause ? fact(strings(node.collClause.collname).join('.')) : null,
  });
  return { kind: 'column', name, on: [name], facts, isWhole: true, isSure: true, sql: null };
} // prettier-ignore

/** The default's own words: up to the next constraint of the column. */
function defaultWords(constraints: readonly Constraint[], at: number, source: Source): string {
  const start = constraints[at]?.location;
  const next = constraints[at + 1]?.location;
  const words = next === undefined || start === undefined || next < start ? source.from(start) : source.from(start, next);
  return words.replace(/^DEFAULT\s+/i, '');
} // prettier-ignore

/** DEFAULT NULL is none. */
export function defaultFact(node: Node | undefined, text: string): Fact | null {
  const form = normal(node);
  return form === '' || form === '{"constant":null}' ? null : { normal: form, text };
}

function serialDefault({ name }: Thing, column: string): Fact {
  const sequence = `${name.schema === 'public' ? '' : `${name.schema}.`}${name.name}_${column}_seq`;
  return { normal: JSON.stringify({ nextval: sequence }), text: `nextval('${sequence}'::regclass)` };
}

/** The sequence that a serial or an identity column brings along. */
export function sequencePart({ name }: Thing, column: string): Part {
  const own = `${name.name}_${column}_seq`;
  return { kind: 'sequence', name: own, on: [column], facts: {}, isWhole: true, isSure: true, sql: `CREATE SEQUENCE ${quoteIdentifier(own)} OWNED BY ${quoteIdentifier(name.name)}.${quoteIdentifier(column)}` }; // prettier-ignore
}

/** DEFERRABLE and the like stand behind the constraint of a column that they are about. */
function withAttributes(constraints: readonly Constraint[]): readonly Constraint[] {
  const found: Constraint[] = [];
  for (const constraint of constraints) {
    const last = found.at(-1);
    if (last && constraint.contype === 'CONSTR_ATTR_DEFERRABLE') found[found.length - 1] = { ...last, deferrable: true };
    else if (last && constraint.contype === 'CONSTR_ATTR_DEFERRED') found[found.length - 1] = { ...last, deferrable: true, initdeferred: true };
    else found.push(constraint);
  }
  return found;
} // prettier-ignore

/** Sets or takes away properties of a column. */
export function setColumn(draft: Draft, key: string, column: string, changes: Readonly<Record<string, Fact | null>>): void {
  const place = partKey('column', column);
  const known = draft.things.get(key)?.parts.get(place);
  const part: Part = known ?? { kind: 'column', name: column, on: [column], facts: {}, isWhole: false, isSure: true, sql: null };
  putPart(draft, key, { ...part, facts: changed(part.facts, changes, part.isWhole) });
} // prettier-ignore

/** What was taken away stays told where not all is known: as a fact without text. */
export function changed(facts: Facts, changes: Readonly<Record<string, Fact | null>>, isWhole: boolean): Facts {
  const kept = Object.entries(facts).filter(([name]) => !(isWhole && changes[name] === null));
  const set = Object.entries(changes).flatMap(([name, value]) => (value ?? !isWhole ? [[name, value ?? none] as const] : []));
  return Object.fromEntries([...kept, ...set]);
} // prettier-ignore

/** A property that surely is not there. */
const none: Fact = { normal: '', text: '' };
