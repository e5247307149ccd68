import { quoteIdentifier, quoteName } from '../sql/quote.ts';
import type { Create, Name, Operation } from '../types.ts';
import { literal } from './block-sql.ts';
import { defaultName } from './default-names.ts';
import type { Debt } from './undo.ts';
import { subjectInWords } from './words.ts';

/** SQL that undoes the change, or a comment that says what to write. */
export function downSql(debt: Debt): string {
  const { operation, kind } = debt;
  return (kind === 'created' || kind === 'renamed' || kind === 'set' ? exact(debt) : null) ?? remark(kind, operation);
}

function remark(kind: Debt['kind'], operation: Operation): string {
  const subject = subjectInWords(operation);
  if (kind === 'data') return `-- ${subject}: as they were`;
  const isLost = operation.kind === 'drop-column' || (operation.kind === 'drop' && holdsRows.has(operation.object));
  if (kind === 'dropped') return `-- create ${subject} again${isLost ? '; what was in it cannot come back' : ''}`;
  if (operation.kind === 'add-enum-value') return `-- ${subject} cannot be taken out: create the type anew without it`;
  return `-- ${subject}: as it was before`;
}

const holdsRows: ReadonlySet<string> = new Set(['table', 'materialized view', 'schema', 'extension']);

function exact({ operation, original, property }: Debt): string | null {
  switch (operation.kind) {
    case 'create':
      return dropOf(operation);
    case 'add-column':
      return `ALTER TABLE ${quoteName(operation.table)} DROP COLUMN IF EXISTS ${quoteIdentifier(operation.column.name)};`;
    case 'add-constraint': {
      const { object, table, constraint } = operation;
      const { name, type, columns, usingIndex } = constraint;
      const given = name ?? usingIndex ?? defaultName(type, table.name, columns).name;
      return `ALTER ${object.toUpperCase()} ${quoteName(table)} DROP CONSTRAINT IF EXISTS ${quoteIdentifier(given)};`;
    }
    case 'rename':
      return renameBack(operation, original);
    case 'move':
      return `ALTER ${operation.object.toUpperCase()} ${quoteName({ schema: operation.to, name: operation.name.name })} SET SCHEMA ${quoteIdentifier(original?.schema ?? 'public')};`;
    case 'rename-enum-value':
      return `ALTER TYPE ${quoteName(operation.type)} RENAME VALUE ${literal(operation.to)} TO ${literal(operation.from)};`;
    case 'alter-column':
      return columnBack(operation);
    case 'alter-column-type':
      return `-- ALTER TABLE ${quoteName(operation.table)} ALTER COLUMN ${quoteIdentifier(operation.column)} TYPE <the type it had>;`;
    case 'alter-table':
      return tableBack(operation, property);
    case 'alter':
      return operation.action === 'add attribute' && operation.subject !== null
        ? `ALTER TYPE ${quoteName(operation.name)} DROP ATTRIBUTE IF EXISTS ${quoteIdentifier(operation.subject)};`
        : null;
    default:
      return null;
  }
} // prettier-ignore

function dropOf({ object, name, table, signature, constraints, concurrently }: Create): string | null {
  const type = object.toUpperCase();
  if (object === 'index') {
    const given = name?.name ?? defaultName('index', table?.name ?? '', constraints[0]?.columns ?? ['<column>']).name;
    const index = quoteName({ schema: table?.schema ?? null, name: given });
    return `DROP INDEX ${concurrently ? 'CONCURRENTLY ' : ''}IF EXISTS ${index};`;
  }
  if (name === null || /^(?:user mapping|operator|operator class|operator family|transform|aggregate)$/.test(object)) return null;
  if (object === 'cast') return `DROP CAST IF EXISTS (${name.name});`;
  if (table && object !== 'statistics') return `DROP ${type} IF EXISTS ${quoteIdentifier(name.name)} ON ${quoteName(table)};`;
  return `DROP ${type} IF EXISTS ${quoteName(name)}${signature ? `(${signature.join(', ')})` : ''};`;
} // prettier-ignore

function renameBack({ object, of, to, from }: Operation & { kind: 'rename' }, original: Name | null): string | null {
  const old = quoteIdentifier(original?.name ?? from);
  const now = quoteIdentifier(to);
  switch (object) {
    case 'column':
    case 'constraint':
      return `ALTER TABLE ${quoteName(of)} RENAME ${object.toUpperCase()} ${now} TO ${old};`;
    case 'attribute':
      return `ALTER TYPE ${quoteName(of)} RENAME ATTRIBUTE ${now} TO ${old};`;
    case 'trigger':
    case 'policy':
    case 'rule':
      return `ALTER ${object.toUpperCase()} ${now} ON ${quoteName(of)} RENAME TO ${old};`;
    default:
      return `ALTER ${object.toUpperCase()} ${quoteName({ ...of, name: to })} RENAME TO ${old};`;
  }
}

function columnBack({ table, column, action }: Operation & { kind: 'alter-column' }): string | null {
  const start = `ALTER TABLE ${quoteName(table)} ALTER COLUMN ${quoteIdentifier(column)}`;
  switch (action) {
    case 'set not null':
      return `${start} DROP NOT NULL;`;
    case 'drop not null':
      return `${start} SET NOT NULL;`;
    case 'set default':
      return `${start} DROP DEFAULT; -- or SET DEFAULT <the one it had>`;
    case 'drop default':
      return `-- ${start} SET DEFAULT <the one it had>;`;
    case 'add identity':
      return `${start} DROP IDENTITY IF EXISTS;`;
    default:
      return null;
  }
}

function tableBack({ table, action, subject }: Operation & { kind: 'alter-table' }, property: string): string | null {
  const start = `ALTER TABLE ${quoteName(table)}`;
  const other = subject ? ` ${quoteName(subject)}` : '';
  switch (action) {
    case 'attach partition':
      return `${start} DETACH PARTITION${other};`;
    case 'inherit':
      return `${start} NO INHERIT${other};`;
    case 'set logged':
      return `${start} SET UNLOGGED;`;
    case 'set unlogged':
      return `${start} SET LOGGED;`;
  }
  const [first] = action.split(' ');
  const back: Readonly<Record<string, string>> = { enable: 'DISABLE', disable: 'ENABLE', force: 'NO FORCE', no: 'FORCE' };
  const word = back[first ?? ''];
  if (!word || property === '') return null;
  const what = property.replace(/^force /, '').replace(/ \S*$/, '').toUpperCase();
  return `${start} ${word} ${what}${other};`;
} // prettier-ignore
