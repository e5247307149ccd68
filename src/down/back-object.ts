import { defaultName } from '../effect/default-names.ts';
import { isOpen } from '../effect/open-name.ts';
import { quoteIdentifier, quoteName } from '../sql/quote.ts';
import { subjectInWords } from '../effect/words.ts';
import type { Create, Drop, Move, Name, Rename } from '../types.ts';
import { type Ground, linesOf, plainBack } from './ground.ts';
import { irreversible, type Line, sql } from './line.ts';
import { isSameKind, isSameName, type Subject } from './past.ts';
import { restored, wordsOf } from './restore.ts';
import { routinesIn } from './signature.ts';
import { hasSameOutput } from './view-columns.ts';

/** Undoes a CREATE: by the definition that stood there before, else by DROP. */
export function createdBack(operation: Create, { past, told }: Ground): readonly Line[] {
  const { object, name, table, signature, clause } = operation;
  if (name && (object === 'aggregate' || object === 'operator')) return aggregateBack(operation, wordsOf(told));
  if (object === 'index' && name === null) return unnamedIndexBack(operation, wordsOf(told));
  if (name === null || clause !== 'or replace') return plainBack(operation, 'created');
  const before = restored(past, { object, name, table, signature });
  if (!before) return plainBack(operation, 'created');
  const [definition = '', ...since] = before.statements;
  if (object !== 'view' || hasSameOutput(wordsOf(told), definition)) return linesOf([definition]);
  // OR REPLACE takes no column away; what was granted and said goes with the view and comes back.
  return linesOf([`DROP VIEW IF EXISTS ${quoteName(name)}`, definition, ...since]);
}

/** By the name that PostgreSQL chooses, where the words tell its columns. */
function unnamedIndexBack({ table, concurrently }: Create, words: string): readonly Line[] {
  const [, list] = /\bON\s+[^(]*\(([\w\s,]+)\)/i.exec(words) ?? [];
  const columns = list?.split(',').map((column) => column.trim().split(/\s+/)[0]?.toLowerCase() ?? '');
  if (!table || !columns) return [irreversible(`an index on "${table?.name}": PostgreSQL chose its name; drop it by that`)];
  const name = quoteName({ schema: table.schema, name: defaultName('index', table.name, columns).name });
  return [sql(`DROP INDEX ${concurrently ? 'CONCURRENTLY ' : ''}IF EXISTS ${name}`)];
} // prettier-ignore

function aggregateBack(operation: Create, words: string): readonly Line[] {
  const [, named] = /^CREATE\s+(?:OR\s+REPLACE\s+)?AGGREGATE\s+([^(]*\([^()]*\))/i.exec(words) ?? [];
  if (named === undefined) return [irreversible(`${subjectInWords(operation)}: drop it by hand`)];
  return [sql(`DROP AGGREGATE IF EXISTS ${named}`)];
}

const holdsRows: ReadonlySet<string> = new Set([
  'table',
  'foreign table',
  'materialized view',
  'schema',
  'database',
  'extension',
]);

/** Undoes a DROP: by the definition that an earlier migration gave, with what was done to the thing since. */
export function droppedBack(operation: Drop, names: readonly Name[], ground: Ground): readonly Line[] {
  return subjectsOf(operation, names, ground).flatMap((subject) => {
    const before = isOpen(subject.name) ? null : restored(ground.past, subject);
    if (!before) return missing(operation, subject, ground);
    const rows = subject.object === 'table' ? [irreversible(`the rows of table "${subject.name.name}" are gone: only the table is made again`)] : [];
    const others = operation.cascade ? [irreversible(`CASCADE may have dropped more than ${subject.object} "${subject.name.name}"`)] : [];
    return [...rows, ...others, ...linesOf(before.statements)];
  });
} // prettier-ignore

function subjectsOf({ object, table }: Drop, names: readonly Name[], { told }: Ground): readonly Subject[] {
  if (!isSameKind(object, 'function')) return names.map((name) => ({ object, name, table }));
  const routines = routinesIn(wordsOf(told));
  return names.flatMap((name): readonly Subject[] => {
    const found = routines.filter((routine) => isSameName(routine.name, name));
    return found.length > 0 ? found.map(({ signature }) => ({ object, name, signature })) : [{ object, name }];
  });
}

/** `DROP … IF EXISTS` before the same is made: there was nothing before, as far as the chain tells. */
function missing(operation: Drop, { object, name }: Subject, { rest }: Ground): readonly Line[] {
  const isMadeAgain = rest.some(({ operation: later }) => {
    if (later.kind !== 'create' || !later.name || !isSameKind(later.object, object)) return false;
    return object === 'index' ? later.name.name === name.name : isSameName(later.name, name);
  });
  if (operation.ifExists && isMadeAgain) return [];
  const isLost = holdsRows.has(object) ? ', and what was in it is gone' : '';
  return [irreversible(`${object} "${name.name}" was dropped: no earlier migration tells how it was made${isLost}`)];
}

/** Undoes ALTER … RENAME. */
export function renamedBack(operation: Rename, { told }: Ground): readonly Line[] {
  const { object, of, to, from } = operation;
  if (object === 'column' || object === 'constraint' || object === 'attribute' || !isSameKind(object, 'function'))
    return plainBack(operation, 'renamed');
  const [routine] = routinesIn(wordsOf(told));
  const types = routine ? routine.text.slice(routine.text.search(/\(|$/)) : '';
  return [
    sql(`ALTER ${object.toUpperCase()} ${quoteName({ ...of, name: to })}${types} RENAME TO ${quoteIdentifier(from)}`),
  ];
}

/** Undoes ALTER … SET SCHEMA. */
export function movedBack({ object, name, to }: Move, { told }: Ground): readonly Line[] {
  const [routine] = isSameKind(object, 'function') ? routinesIn(wordsOf(told)) : [];
  const types = routine ? routine.text.slice(routine.text.search(/\(|$/)) : '';
  const now = quoteName({ schema: to, name: name.name });
  return [sql(`ALTER ${object.toUpperCase()} ${now}${types} SET SCHEMA ${quoteIdentifier(name.schema ?? 'public')}`)];
}
