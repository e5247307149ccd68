import type { AlterTableCmd } from '@pgsql/types';
import { type Draft, partKey, putPart } from './shape.ts';

/** ALTER CONSTRAINT: whether a foreign key is looked at when the transaction ends. */
export function alterConstraint({ def }: AlterTableCmd, draft: Draft, key: string): void {
  if (!def || !('ATAlterConstraint' in def) || !def.ATAlterConstraint.alterDeferrability) return;
  const { conname = '', deferrable = false, initdeferred = false } = def.ATAlterConstraint;
  const part = draft.things.get(key)?.parts.get(partKey('constraint', conname));
  const definition = part?.facts['definition'];
  if (!part || !definition) return;
  const [type, , , ...rest] = JSON.parse(definition.normal) as unknown[];
  const bare = (words: string) => words.replace(/ (?:NOT )?DEFERRABLE\b/i, '').replace(/ INITIALLY (?:DEFERRED|IMMEDIATE)\b/i, '');
  const attributes = `${deferrable ? ' DEFERRABLE' : ''}${initdeferred ? ' INITIALLY DEFERRED' : ''}`;
  const now = { normal: JSON.stringify([type, deferrable, initdeferred, ...rest]), text: bare(definition.text) + attributes };
  putPart(draft, key, { ...part, facts: { ...part.facts, definition: now }, sql: part.sql === null ? null : bare(part.sql) + attributes });
} // prettier-ignore
