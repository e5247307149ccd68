import type { AlterEnumStmt, CreateEnumStmt } from '@pgsql/types';
import { nameOf, strings } from '../lower/names.ts';
import type { Name } from '../../types.ts';
import { put } from './objects.ts';
import { type Draft, type Fact, type Facts, find, type Part, putPart } from './shape.ts';
import type { Source } from './source.ts';

/** CREATE TYPE … AS ENUM. */
export function createEnum(node: CreateEnumStmt, draft: Draft, source: Source): void {
  put(draft, 'type', nameOf(strings(node.typeName)), { labels: labelFact(strings(node.vals)) }, source.text);
}

const labelFact = (labels: readonly string[]): Fact => ({
  normal: JSON.stringify(labels),
  text: labels.map((label) => `'${label}'`).join(', '),
});

/** ALTER TYPE … ADD VALUE and RENAME VALUE. */
export function alterEnum(node: AlterEnumStmt, draft: Draft): void {
  const found = find(draft, 'type', nameOf(strings(node.typeName)));
  const before = found?.[1].facts['labels'];
  if (!found || !before) return;
  const labels = JSON.parse(before.normal) as string[];
  const { newVal = '', oldVal, newValNeighbor, newValIsAfter } = node;
  const at = newValNeighbor === undefined ? labels.length : labels.indexOf(newValNeighbor) + (newValIsAfter ? 1 : 0);
  const next = oldVal === undefined ? (labels.includes(newVal) ? labels : labels.toSpliced(at, 0, newVal)) : labels.map((label) => (label === oldVal ? newVal : label));
  draft.things.set(found[0], { ...found[1], facts: { ...found[1].facts, labels: labelFact(next) } });
  if (oldVal !== undefined) renameLabel(draft, found[1].name, oldVal, newVal);
} // prettier-ignore

/** PostgreSQL keeps the value, and shows its new name wherever a column of the type meets it. */
function renameLabel(draft: Draft, { schema, name }: Name, from: string, to: string): void {
  const form = `${schema === 'public' ? '' : `${schema}.`}${name}()`;
  const [old, now] = [from, to].map((label) => `{"constant":${JSON.stringify(label)}}`);
  const isOfType = (part: Part | undefined) => [form, `${form}[]`].includes(part?.facts['type']?.normal ?? '');
  for (const [key, { parts }] of draft.things) {
    const columns = new Set([...parts.values()].filter(isOfType).map((part) => part.name));
    if (columns.size === 0) continue;
    const isMeant = ({ on, facts }: Part) => on.some((column) => columns.has(column)) && Object.values(facts).some(({ normal }) => normal.includes(old ?? ''));
    const renamed = [...parts.values()].filter(isMeant);
    for (const part of renamed) putPart(draft, key, { ...part, sql: null, facts: mapFacts(part.facts, (fact) => ({ normal: fact.normal.replaceAll(old ?? '', now ?? ''), text: fact.text.replaceAll(`'${from}'`, `'${to}'`) })) });
  }
} // prettier-ignore

const mapFacts = (facts: Facts, change: (fact: Fact) => Fact): Facts =>
  Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, change(fact)]));
