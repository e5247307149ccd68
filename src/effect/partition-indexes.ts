import type { Operation } from '../types.ts';
import { type Catalog, isThere } from './catalog.ts';
import type { Thing } from './thing.ts';

/** Whether an index was attached to that of the whole table, which is gone: it went with it. */
export function goesWithParent(catalog: Catalog, thing: Thing, up: readonly Operation[]): boolean {
  if (thing.kind !== 'index') return false;
  return up.some((each) => {
    if (each.kind !== 'alter-table' || each.object !== 'index' || each.action !== 'attach partition') return false;
    const parent = each.subject?.name === thing.name.name ? catalog.find('index', each.table) : undefined;
    return parent !== undefined && isThere(catalog, parent) === false;
  });
}
