import { quoteIdentifier, quoteName } from '../sql/quote.ts';
import type { AddConstraint, Alter, AlterTable, DropConstraint } from '../types.ts';
import { addConstraint, constraintOf } from './constraint-past.ts';
import { type Ground, linesOf, plainBack } from './ground.ts';
import { guardedSql, irreversible, type Line, sql } from './line.ts';
import { isSameKind, isSameName, madeBy } from './past.ts';
import { restored, wordsOf } from './restore.ts';
import { routinesIn } from './signature.ts';

/** Undoes ADD CONSTRAINT; the index that it took over comes back where it was there before. */
export function addedConstraintBack(operation: AddConstraint, { past }: Ground): readonly Line[] {
  const { constraint, table } = operation;
  const dropped = plainBack(operation, 'created');
  if (constraint.usingIndex === null) return dropped;
  const name = { schema: table.schema, name: constraint.usingIndex };
  return [...dropped, ...linesOf(restored(past, { object: 'index', name })?.statements.slice(0, 1) ?? [])];
}

/** Undoes DROP CONSTRAINT. */
export function droppedConstraintBack(operation: DropConstraint, { past, rest }: Ground): readonly Line[] {
  const { object, table, name, ifExists, cascade } = operation;
  const text = constraintOf(past, table, name);
  const others = cascade ? [irreversible(`CASCADE may have dropped more than constraint "${name}"`)] : [];
  if (text !== null && object === 'domain') return [...others, ...domainConstraint(table, name, text)];
  if (text !== null) return [...others, sql(addConstraint(table, name, text, object))];
  const isMadeAgain = rest.some(
    ({ operation: later }) => later.kind === 'add-constraint' && isSameName(later.table, table) && later.constraint.name === name,
  );
  if (ifExists && isMadeAgain) return [];
  return [irreversible(`constraint "${name}" of "${table.name}" was dropped: no earlier migration tells how it was made`)];
} // prettier-ignore

/** Without a block: PostgreSQL 18 starts no subtransaction right after a domain was altered. */
function domainConstraint(domain: DropConstraint['table'], name: string, text: string): readonly Line[] {
  const dropped = `ALTER DOMAIN ${quoteName(domain)} DROP CONSTRAINT IF EXISTS ${quoteIdentifier(name)}`;
  return [sql(dropped), guardedSql(addConstraint(domain, name, text, 'domain'))];
}

/** Undoes the other actions of ALTER TABLE. */
export function tableBack(operation: AlterTable, property: string, ground: Ground): readonly Line[] {
  const { table, action, subject } = operation;
  const start = `ALTER TABLE ${quoteName(table)}`;
  switch (action) {
    case 'attach partition':
    case 'inherit':
    case 'set logged':
    case 'set unlogged':
      return plainBack(operation, 'set', property);
    case 'no inherit':
      return subject ? [sql(`${start} INHERIT ${quoteName(subject)}`)] : [];
    case 'detach partition':
      return attachedBack(operation, ground);
    case 'owner to':
    case 'replica identity':
      return settingBack(operation, ground);
    case 'set rel options':
      return optionsBack(operation, ground);
    case 'validate constraint':
      return [];
  }
  if (property !== '') return plainBack(operation, 'set', property);
  if (/^(?:enable|disable) trig /.test(action)) return triggersBack(operation, ground);
  return settingBack(operation, ground);
}

/** `DISABLE TRIGGER ALL`, which most often is undone in the same breath. */
function triggersBack({ table, action }: AlterTable, { past, rest, told }: Ground): readonly Line[] {
  const [verb = '', , which = ''] = action.split(' ');
  const back = verb === 'enable' ? 'disable' : 'enable';
  const isBack = [...past, ...rest].some(
    ({ migration, operation }) =>
      migration === told.migration && operation.kind === 'alter-table' && operation.action === `${back} trig ${which}` && isSameName(operation.table, table),
  );
  return isBack ? [] : [sql(`ALTER TABLE ${quoteName(table)} ${back.toUpperCase()} TRIGGER ${which.toUpperCase()}`)];
} // prettier-ignore

/** The bounds are those that it was attached or made with. */
function attachedBack({ table, subject }: AlterTable, { past }: Ground): readonly Line[] {
  if (!subject) return [];
  const found = past.findLast(({ operation }) => {
    if (operation.kind === 'create')
      return operation.partitionOf && operation.name && isSameName(operation.name, subject);
    return operation.kind === 'alter-table' && operation.action === 'attach partition' && operation.subject && isSameName(operation.subject, subject);
  });
  const [bound] = /\b(?:FOR\s+VALUES\s+(?:IN|FROM|WITH)\s*\((?:[^()]|\([^()]*\))*\)(?:\s*TO\s*\((?:[^()]|\([^()]*\))*\))?|DEFAULT\s*$)/is.exec(found ? wordsOf(found) : '') ?? [];
  if (bound === undefined) return [irreversible(`partition "${subject.name}" was detached: no earlier migration tells its bounds`)];
  return [sql(`ALTER TABLE ${quoteName(table)} ATTACH PARTITION ${quoteName(subject)} ${bound}`)];
} // prettier-ignore

/** Owner and the like: as they were last set. */
function settingBack(operation: AlterTable, { past }: Ground): readonly Line[] {
  const { table, action, object } = operation;
  const before = past.findLast(
    ({ operation: earlier }) =>
      earlier.kind === 'alter-table' && earlier.action === action && isSameName(earlier.table, table),
  );
  const start = `ALTER ${object.toUpperCase()} ${quoteName(table)}`;
  if (before) return [sql(`${start} ${before.migration.words(before.operation.range)}`)];
  if (action === 'replica identity') return [sql(`${start} REPLICA IDENTITY DEFAULT`)];
  const what = action === 'owner to' ? 'owner' : `"${action}"`;
  return [irreversible(`the ${what} of ${object} "${table.name}": no earlier migration tells what it was`)];
}

/** `SET (fillfactor = 70)`: what was set before is set again, all else has its default again. */
function optionsBack({ table, range, object }: AlterTable, { past, told }: Ground): readonly Line[] {
  const options = optionsIn(told.migration.words(range));
  const before = past.flatMap(({ operation, migration }) =>
    operation.kind === 'alter-table' && operation.action === 'set rel options' && isSameName(operation.table, table)
      ? optionsIn(migration.words(operation.range))
      : [],
  );
  return options.map(({ name }) => {
    const earlier = before.findLast((option) => option.name === name);
    const action = earlier ? `SET (${earlier.text})` : `RESET (${name})`;
    return sql(`ALTER ${object.toUpperCase()} ${quoteName(table)} ${action}`);
  });
}

function optionsIn(words: string): readonly { readonly name: string; readonly text: string }[] {
  const [, list = ''] = /\((.*)\)/s.exec(words) ?? [];
  return list.split(',').map((text) => ({ name: text.split('=')[0]?.trim() ?? '', text: text.trim() }));
}

/** Undoes ALTER of any other object. */
export function alteredBack(operation: Alter, ground: Ground): readonly Line[] {
  const { object, name, action, subject } = operation;
  const { past, told } = ground;
  const what = `${object} "${name.name}"`;
  if (object === 'policy' && action === 'definition') return policyBack(operation, ground);
  if (action === 'add attribute') return plainBack(operation, 'created');
  if (object === 'domain' && subject === null && action.endsWith(' not null')) {
    const back = action.startsWith('set') ? 'DROP NOT NULL' : 'SET NOT NULL';
    return [sql(`ALTER DOMAIN ${quoteName(name)} ${back}`)];
  }
  const before = past.findLast(
    ({ operation: earlier }) =>
      earlier.kind === 'alter' && earlier.action === action && earlier.subject === subject &&
      isSameKind(earlier.object, object) && isSameName(earlier.name, name) && wordsOf(told) !== '',
  ); // prettier-ignore
  const isWhole = before?.statement.operations.length === 1;
  if (action === 'owner to' && before && isWhole) {
    const [, role = ''] = /\bOWNER\s+TO\s+(.*)$/is.exec(wordsOf(before)) ?? [];
    const [routine] = isSameKind(object, 'function') ? routinesIn(wordsOf(told)) : [];
    const types = routine ? routine.text.slice(routine.text.search(/\(|$/)) : '';
    return [sql(`ALTER ${object.toUpperCase()} ${quoteName(name)}${types} OWNER TO ${role}`)];
  }
  if (action === 'owner to') return [irreversible(`the owner of ${what}: no earlier migration tells who it was`)];
  return [irreversible(`ALTER of ${what} (${action}): write by hand what it was before`)];
}

function policyBack({ name }: Alter, { past, told }: Ground): readonly Line[] {
  const [, on = ''] = /\bON\s+((?:"[^"]*"|\w+)(?:\.(?:"[^"]*"|\w+))?)/i.exec(wordsOf(told)) ?? [];
  const made = madeBy(past, { object: 'policy', name });
  const before = made && restored(past, { object: 'policy', name, table: made.create.table });
  if (!before) return [irreversible(`policy "${name.name}" was altered: no earlier migration tells how it was made`)];
  return [sql(`DROP POLICY IF EXISTS ${quoteIdentifier(name.name)} ON ${on}`), ...linesOf(before.statements)];
}
