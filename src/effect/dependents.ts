import type { ObjectType } from '../types.ts';

/**
 * What DROP … CASCADE takes along with an object, in words; null where nothing can depend on it, so that CASCADE has no effect
 * (see each one's DROP in PostgreSQL's manual).
 */
export function dependentsOf(object: ObjectType | 'constraint'): string | null {
  switch (object) {
    case 'cast':
    case 'event trigger':
    case 'policy':
    case 'rule':
    case 'statistics':
    case 'transform':
    case 'trigger':
      return null;
    case 'type':
    case 'domain':
      return 'columns with all their values, functions, views';
    case 'extension':
      return 'columns of its types with all their values, indexes, functions, views';
    case 'server':
    case 'foreign data wrapper':
      return 'foreign tables, user mappings';
    case 'constraint':
    case 'index':
      return 'foreign keys of other tables';
    case 'sequence':
      return 'defaults of columns';
    case 'view':
    case 'materialized view':
      return 'other views';
    case 'publication':
      return 'its subscribers get no changes any more';
    default:
      return 'defaults, generated columns, indexes, triggers, policies, views';
  }
}
