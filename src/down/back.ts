import { quoteName } from '../sql/quote.ts';
import type { Owed } from '../effect/owed.ts';
import { subjectInWords } from '../effect/words.ts';
import { columnBack, droppedColumnBack, typeBack } from './back-column.ts';
import { createdBack, droppedBack, movedBack, renamedBack } from './back-object.ts';
import { insertedBack, updatedBack } from './back-rows.ts';
import { addedConstraintBack, alteredBack, droppedConstraintBack, tableBack } from './back-table.ts';
import { otherBack } from './back-words.ts';
import { type Ground, plainBack } from './ground.ts';
import { irreversible, type Line } from './line.ts';

/** What undoes one operation: statements, and what cannot be undone. */
export function back({ operation, changes }: Owed, ground: Ground): readonly Line[] {
  const [change] = changes;
  switch (operation.kind) {
    case 'create':
      return createdBack(operation, ground);
    case 'drop': {
      const owed = operation.names.filter((name) => changes.length !== 1 || operation.names.length === 1 || (change?.thing.holder ?? change?.thing)?.original.name === name.name); // prettier-ignore
      return droppedBack(operation, owed, ground);
    }
    case 'rename':
      return renamedBack(operation, ground);
    case 'move':
      return movedBack(operation, ground);
    case 'add-column':
      return plainBack(operation, 'created');
    case 'drop-column':
      return droppedColumnBack(operation, ground);
    case 'alter-column':
      return columnBack(operation, ground);
    case 'alter-column-type':
      return typeBack(operation, ground);
    case 'add-constraint':
      return addedConstraintBack(operation, ground);
    case 'drop-constraint':
      return droppedConstraintBack(operation, ground);
    case 'alter-table':
      return tableBack(operation, change?.property ?? '', ground);
    case 'alter':
      return alteredBack(operation, ground);
    case 'add-enum-value':
      return [irreversible(`the value "${operation.value}" of ${quoteName(operation.type)}: PostgreSQL takes no value out of an enum`)]; // prettier-ignore
    case 'rename-enum-value':
      return plainBack(operation, 'renamed');
    case 'insert':
      return insertedBack(operation, ground);
    case 'update':
      return updatedBack(operation, ground);
    case 'delete':
    case 'truncate':
      return [irreversible(`${subjectInWords(operation)} were deleted`)];
    case 'destroy':
      return [irreversible(`the ${operation.what} "${operation.name}" is gone`)];
    case 'unverifiable':
    case 'unparseable':
      return [irreversible('a statement that cannot be read here')];
    case 'other':
      return otherBack(operation.tag, ground);
    default:
      return [];
  }
}
