/** What a statement holds of a table, the weakest first. Every mode but the first two keeps some others out until the transaction ends. */
const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

/** A lock's strength, as the manual's page "Explicit Locking" names it. */
export type LockMode = (typeof lockModes)[number];

/** Reads `AccessExclusiveLock`, as `pg_locks` has it; null for what is no table's. */
export function parseMode(mode: string): LockMode | null {
  return lockModes.find((name) => `${name.replaceAll(' ', '')}LOCK` === mode.toUpperCase()) ?? null;
}

/** Whether a mode keeps out more than another, or than none. */
export function isStronger(mode: LockMode, than: LockMode | null): boolean {
  return than === null || lockModes.indexOf(mode) > lockModes.indexOf(than);
}
