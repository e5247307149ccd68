import { type Fact, type Facts, type Part, partKey, type Shape, starColumns, type Thing } from './shape.ts';

/** What is not the same in two shapes. */
export type ShapeChange =
  | { readonly kind: 'missing'; readonly thing: Thing; readonly part: Part | null }
  | { readonly kind: 'extra'; readonly thing: Thing; readonly part: Part | null }
  | {
      readonly kind: 'changed';
      /** As they were. */
      readonly thing: Thing;
      readonly part: Part | null;
      readonly property: string;
      /** Null for PostgreSQL's default. */
      readonly before: Fact | null;
      readonly after: Fact | null;
    };

/** What is surely not the same in the second shape as in the first. Names that PostgreSQL does not go by do not count. */
export function compareShapes(before: Shape, after: Shape, doubtful: ReadonlySet<string>): readonly ShapeChange[] {
  const changes: ShapeChange[] = [];
  // Of routines that may have changed the name alone is known.
  const isDoubtful = (key: string) => doubtful.has(key) || doubtful.has(key.replace(/^(function) [^.]*\.([^(]*)\(.*/s, '$1 $2'));
  for (const [key, thing] of before) {
    const now = after.get(key);
    if (now === thing || !thing.isSure) continue;
    if (!now && isDoubtful(key)) continue;
    if (!now) changes.push({ kind: 'missing', thing, part: null });
    else if (now.isSure) changes.push(...factChanges(thing, null, thing, now), ...partChanges(thing, now));
  }
  for (const [key, thing] of after) if (!before.has(key) && thing.isSure && thing.sql !== null && !isDoubtful(key)) changes.push({ kind: 'extra', thing, part: null });
  return changes;
} // prettier-ignore

interface Told {
  readonly facts: Facts;
  readonly isWhole: boolean;
}

/** Undefined where nobody knows. */
function valueOf({ facts, isWhole }: Told, property: string): Fact | null | undefined {
  const fact = facts[property];
  if (fact) return fact.normal === '' ? null : fact;
  return isWhole && property !== starColumns ? null : undefined;
}

function factChanges(thing: Thing, part: Part | null, old: Told, now: Told): readonly ShapeChange[] {
  const names = [...new Set([...Object.keys(old.facts), ...Object.keys(now.facts)])];
  return names.flatMap((property): ShapeChange[] => {
    const [before, after] = [valueOf(old, property), valueOf(now, property)];
    if (before === undefined || after === undefined || before?.normal === after?.normal) return [];
    return [{ kind: 'changed', thing, part, property, before, after }];
  });
}

function partChanges(thing: Thing, now: Thing): readonly ShapeChange[] {
  // What another statement has made may have them, though it does not say so.
  const isTold = now.isWhole || now.made === thing.made;
  const missing = [...thing.parts].filter(([place]) => isTold && !now.parts.has(place)).map(([, part]) => part);
  const extra = [...now.parts].filter(([place]) => !thing.parts.has(place)).map(([, part]) => part);
  const paired = pair(missing, extra);
  const isUnsure = (column: string) =>
    [thing, now].some(({ parts }) => parts.get(partKey('column', column))?.isSure === false);
  // What is on a column that is not surely known, is not either.
  const isLeft = (part: Part) => part.isSure && !paired.has(part) && !part.on.some(isUnsure);
  return [
    ...missing.filter(isLeft).map((part) => ({ kind: 'missing', thing: now, part }) as const),
    ...[...thing.parts].flatMap(([place, part]) => {
      const other = now.parts.get(place);
      return other && other !== part && part.isSure && other.isSure ? factChanges(thing, part, part, other) : [];
    }),
    ...extra
      .filter((part) => thing.isWhole && isLeft(part))
      .map((part) => ({ kind: 'extra', thing: now, part }) as const),
  ];
}

/** Constraints, indexes and sequences that have another name only, or are not surely known. */
function pair(missing: readonly Part[], extra: readonly Part[]): ReadonlySet<Part> {
  const found = new Set<Part>();
  for (const part of missing) {
    if (!/constraint|index|sequence/.test(part.kind)) continue;
    const other = extra.find((each) => !found.has(each) && each.kind === part.kind && isAlike(part, each));
    if (other) found.add(part).add(other);
  }
  return found;
}

function isAlike(a: Part, b: Part): boolean {
  return a.on.join() === b.on.join() && JSON.stringify(formsOf(a)) === JSON.stringify(formsOf(b));
}

const formsOf = ({ facts }: Part) => Object.entries(facts).map(([name, { normal }]) => [name, normal]);
