import { expiryOf, type Permissions, type Recorded } from './permissions.ts';

/** How an approval stands. `void`: it does not count; `unused`: its migration has nothing that it permits. */
export type Standing = 'active' | 'expiring' | 'expired' | 'void' | 'unused';

const day = 86_400_000;

/** In days: an approval that ends within these is about to. */
const soon = 7;

/** How an approval stands. `used`: the ids of those that permit something, or would if they counted. */
export function standingOf(recorded: Recorded, used: ReadonlySet<string>, now: number, { settings }: Permissions): Standing {
  const { record, isExpired, void: why } = recorded;
  if (isExpired) return 'expired';
  if (!used.has(record.id)) return 'unused';
  if (why !== null) return 'void';
  return expiryOf(record, settings) - now < soon * day ? 'expiring' : 'active';
} // prettier-ignore
