import { quoteIdentifier, quoteName } from '../sql/quote.ts';
import type { ShapeChange } from '../sql/shape/compare.ts';
import { type Part, shortOf, starColumns, type Thing } from '../sql/shape/shape.ts';

/** SQL that makes it as it was before, or a comment that says what to write. */
export function restoringSql(change: ShapeChange): string {
  const { thing, part } = change;
  if (change.kind === 'extra') return dropOf(thing, part);
  if (change.kind === 'missing') return remade(thing, part);
  return restored(change);
}

type Changed = Extract<ShapeChange, { kind: 'changed' }>;

function restored(change: Changed): string {
  const { thing, part } = change;
  if (part?.kind === 'column') return columnSql(change, part);
  if (part) return [dropOf(thing, part), remade(thing, part)].join('\n');
  if (change.property.startsWith('option ')) return optionSql(change);
  if (change.property === starColumns)
    return `-- ${thing.object} ${thing.name.name}: with the columns ${change.before?.text}`;
  return remade(thing, null);
}

const tableOf = ({ name }: Thing) => `ALTER TABLE ${quoteName(shortOf(name))}`;

function remade(thing: Thing, part: Part | null): string {
  const { sql } = part ?? thing;
  if (sql !== null) return `${sql};`;
  return `-- ${part ? `${part.kind} ${part.name} of ` : ''}${thing.object} ${thing.name.name}: as it was before`;
}

function dropOf(thing: Thing, part: Part | null): string {
  if (part?.kind === 'column' || part?.kind === 'constraint') return `${tableOf(thing)} DROP ${part.kind.toUpperCase()} IF EXISTS ${quoteIdentifier(part.name)};`; // prettier-ignore
  if (part?.kind === 'index' || part?.kind === 'sequence') return `DROP ${part.kind.toUpperCase()} IF EXISTS ${quoteName({ ...shortOf(thing.name), name: part.name })};`; // prettier-ignore
  if (part) return `DROP ${part.kind.toUpperCase()} IF EXISTS ${quoteIdentifier(part.name)} ON ${quoteName(shortOf(thing.name))};`; // prettier-ignore
  const [name = '', signature = ''] = thing.name.name.split(/(?=\()/);
  const types = thing.object === 'function' || thing.object === 'procedure' ? signature.replaceAll('()', '').replace(/^$/, '()') : '';
  return `DROP ${thing.object.toUpperCase()} IF EXISTS ${quoteName({ ...shortOf(thing.name), name })}${types};`;
} // prettier-ignore

function columnSql({ thing, property, before }: Changed, { name }: Part): string {
  const start = `${tableOf(thing)} ALTER COLUMN ${quoteIdentifier(name)}`;
  switch (property) {
    case 'type':
      return `${start} TYPE ${before?.text};`;
    case 'not null':
      return `${start} ${before ? 'SET' : 'DROP'} NOT NULL;`;
    case 'default':
      return before ? `${start} SET DEFAULT ${before.text};` : `${start} DROP DEFAULT;`;
    case 'comment':
      return `COMMENT ON COLUMN ${quoteName(shortOf(thing.name))}.${quoteIdentifier(name)} IS ${before?.text ?? 'NULL'};`;
    case 'identity':
      return before ? `${start} ADD GENERATED ${before.text} AS IDENTITY;` : `${start} DROP IDENTITY IF EXISTS;`;
    default:
      return `-- the ${property} of column ${name} of ${thing.name.name}: as it was before`;
  }
}

function optionSql({ thing, property, before }: Changed): string {
  const name = property.replace(/^option /, '');
  return `${tableOf(thing)} ${before ? `SET (${name} = ${before.text})` : `RESET (${name})`};`;
}
