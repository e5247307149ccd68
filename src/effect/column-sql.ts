import { quoteIdentifier, quoteName } from '../sql/quote.ts';
import type { AddColumn } from '../types.ts';
import { catching } from './block-sql.ts';
import { defaultName } from './default-names.ts';

/** The column by itself, then each of its constraints under a guard of its own. */
export function splitColumnSql(table: AddColumn['table'], column: AddColumn['column']): string {
  const of = quoteName(table);
  const own = quoteIdentifier(column.name);
  const lines = column.constraints.map((constraint) => {
    const { type, references } = constraint;
    const name = quoteIdentifier(constraint.name ?? defaultName(type, table.name, [column.name]).name);
    const raises = type === 'primary key' ? ['invalid_table_definition'] : type === 'unique' ? ['duplicate_table', 'duplicate_object'] : ['duplicate_object']; // prettier-ignore
    const what = type === 'foreign key' && references ? `FOREIGN KEY (${own}) REFERENCES ${quoteName(references)} …` : type === 'check' ? 'CHECK (…)' : `${type.toUpperCase()} (${own})`; // prettier-ignore
    return catching(`ALTER TABLE ${of} ADD CONSTRAINT ${name} ${what}`, ...raises);
  });
  return [`ALTER TABLE ${of} ADD COLUMN IF NOT EXISTS ${own} ${definitionOf(column)};`, ...lines].join('\n');
}

function definitionOf({ type, notNull, hasDefault, generated }: AddColumn['column']): string {
  const isSerial = type?.text.includes('serial') ?? false;
  const rest = generated ? ' GENERATED …' : isSerial ? '' : hasDefault ? ' DEFAULT …' : '';
  return `${type?.text ?? '…'}${notNull && !isSerial ? ' NOT NULL' : ''}${rest}`;
}
