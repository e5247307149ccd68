import type { Name } from '../types.ts';

/** Whether only the run decides the name: a hole of a computed statement stands in it as `‹expression›`. */
export function isOpen(name: Name | string): boolean {
  return typeof name === 'string'
    ? name.includes('‹')
    : name.name.includes('‹') || (name.schema?.includes('‹') ?? false);
}
