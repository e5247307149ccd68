import type { Migration, Operation, Range, Replay } from '../types.ts';
import { changeInWords } from './shape-words.ts';
import { restoringSql } from './shape-sql.ts';

/** What is wrong with a way back that undoes all by name. */
export interface Difference {
  readonly messageId: 'differs' | 'fails';
  readonly range: Range;
  /** `list`: what is not as it was; `sql`: what would make it so. */
  readonly data: { readonly list: string; readonly sql: string };
}

/** More than these are counted. */
const most = 8;

/** What the way back leaves otherwise than the chain of earlier migrations had made it; null where nothing is known of that. */
export function otherThanBefore(migration: Migration): Difference | null {
  const up = migration.sections.flatMap(({ direction, statements }) => (direction === 'up' ? statements : []));
  const operations = up.flatMap((statement) => statement.operations);
  const [any] = operations;
  const first = operations.find(isOnOlder(operations));
  const found = any && !operations.some(isUnknown) ? migration.replay?.() : null;
  if (!found || !any) return null;
  if (found.obstacle) return { messageId: 'fails', range: (first ?? any).range, data: { list: inWords(found.obstacle), sql: '' } };
  const { changes } = found;
  // What only makes new things has nothing to restore.
  if (changes.length === 0 || !first) return null;
  const names = new Set(changes.map(({ thing }) => thing.name.name));
  const about = operations.find((operation) => 'table' in operation && operation.table !== null && names.has(operation.table.name)) ?? first;
  const words = changes.map(changeInWords);
  const list = words.slice(0, most).join('; ') + (words.length > most ? ` and ${words.length - most} more` : '');
  const sql = [...new Set(changes.toReversed().map(restoringSql))].join('\n');
  return { messageId: 'differs', range: about.range, data: { list, sql } };
} // prettier-ignore

const isUnknown = ({ kind }: Operation) => kind === 'unverifiable' || kind === 'unparseable';

/** Whether an operation changes or takes away what the migration did not make itself. */
function isOnOlder(operations: readonly Operation[]): (operation: Operation) => boolean {
  const made = new Set(operations.flatMap((each) => (each.kind === 'create' && each.object === 'table' && each.name ? each.name.name : [])));
  return (operation) => {
    switch (operation.kind) {
      case 'drop':
      case 'alter':
      case 'move':
        return true;
      case 'create':
        // The way back may drop a type before the columns that have it.
        return operation.clause !== null || operation.object === 'type';
      case 'rename':
        return !made.has(operation.of.name);
      case 'add-column':
        return operation.ifNotExists && !made.has(operation.table.name);
      case 'drop-column':
      case 'drop-constraint':
      case 'alter-column':
      case 'alter-column-type':
      case 'alter-table':
        return !made.has(operation.table.name);
      default:
        return false;
    }
  };
} // prettier-ignore

function inWords({ kind, what }: NonNullable<Replay['obstacle']>): string {
  switch (kind) {
    case 'transaction':
      return `${what} cannot run in the transaction that its tool opens`;
    case 'gone':
      return `it calls ${what}, which an earlier migration has dropped`;
    case 'absent':
      return `it drops ${what}, which is not there`;
    case 'lacking':
      return `it is about ${what}, which is not there`;
    case 'present':
      return `it makes ${what}, which is there`;
    case 'used':
      return `it takes ${what}`;
  }
}
