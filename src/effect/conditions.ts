import type { Condition, Operation } from '../types.ts';
import { type Catalog, isThere } from './catalog.ts';
import { canShow, kindsToldBy } from './catalogs.ts';
import type { Obstacle } from './obstacle.ts';
import { isOpen } from './open-name.ts';
import { spaceOf } from './schemas.ts';
import type { Place } from './steps.ts';
import type { Thing } from './thing.ts';

/** Answers conditions of a second run from what the first one left. */
export interface Conditions {
  /** Whether the condition holds where it is first asked; null when that cannot be known. */
  holds(condition: Condition): boolean | null;
  /** Keeps in mind that it does not hold: all that stands under it is left out as well. */
  fails(condition: Condition): void;
}

/** Where more things have one name, it decides nothing. */
const mostNamesakes = 50;

/** Takes the things that the catalog knows now; what they are at the time of the question counts. */
export function createConditions(catalog: Catalog): Conditions {
  const answers = new Map<string, boolean | null>();
  // In a loop of a script one place asks for several things.
  const keyOf = ({ tests, range, literals }: Condition) => [tests, ...range, ...literals].join(' ');
  let byName: ReadonlyMap<string, readonly Thing[]> | null = null;
  return {
    holds(condition) {
      const key = keyOf(condition);
      const known = answers.get(key);
      if (known !== undefined) return known;
      byName ??= thingsByName(catalog);
      const answer = answerTo(condition, byName, catalog);
      answers.set(key, answer);
      return answer;
    },
    fails: (condition) => void answers.set(keyOf(condition), false),
  };
}

function thingsByName(catalog: Catalog): ReadonlyMap<string, readonly Thing[]> {
  const found = new Map<string, Thing[]>();
  const waiting = [...catalog.all()];
  for (let thing = waiting.pop(); thing; thing = waiting.pop()) {
    const others = found.get(thing.name.name);
    if (others) others.push(thing);
    else found.set(thing.name.name, [thing]);
    waiting.push(...thing.parts.values());
  }
  return found;
}

function answerTo({ tests, reads, literals }: Condition, byName: ReadonlyMap<string, readonly Thing[]>, catalog: Catalog): boolean | null {
  if (tests === 'other') return null;
  const told = kindsToldBy(reads);
  const words = new Set(literals.flatMap(wordsOf));
  const named = [...words].flatMap((word) => namesakes(byName, word)).filter((thing) => canShow(told, thing.space));
  const inNamed = named.filter(({ holder }) => holder !== null && words.has(holder.name.name));
  // `table_name = 'users' AND column_name = 'email'` asks for the column.
  const parts = inNamed.length > 0 ? inNamed : named.filter(({ holder }) => holder !== null);
  const asked = (parts.length > 0 ? parts : named).map((thing) => isThere(catalog, thing));
  if (asked.length === 0 || asked.some((there) => there !== asked[0])) return null;
  const [there = null] = asked;
  return there === null ? null : there === (tests === 'present');
} // prettier-ignore

function namesakes(byName: ReadonlyMap<string, readonly Thing[]>, word: string): readonly Thing[] {
  const found = byName.get(word) ?? [];
  return found.length > mostNamesakes ? [] : found;
}

/** The names that a literal may mean: `public."Users"` gives `public` and `Users`, `f(int)` gives `f`. */
function wordsOf(literal: string): string[] {
  const parts = literal.replace(/\(.*$/s, '').split('.').map((part) => part.trim().replace(/^"(.*)"$/s, '$1').replace(/^%+|%+$/g, '')); // prettier-ignore
  return [...parts, ...parts.map((part) => part.toLowerCase()), literal];
}

/** Whether a condition that cannot be answered looks like the guard against this obstacle: the right question about the right thing. */
export function isGuard(condition: Condition, operation: Operation, obstacle: Obstacle): boolean {
  const { tests, reads, literals } = condition;
  const wanted = wantedTest(obstacle.kind, tests);
  if (tests !== wanted && tests !== 'other') return false;
  const { place } = obstacle;
  if (operation.kind === 'insert' || operation.kind === 'update') return reads.includes(operation.table.name) || (tests === wanted && kindsToldBy(reads) === null);
  if (place === null) return reads.length > 0;
  const part = place.parts.findLast(([, name]) => name !== '');
  const [kind, name] = part ?? [spaceOf(place.object), place.name.name];
  if (!canShow(kindsToldBy(reads), kind) || reads.length === 0) return false;
  const words = new Set(literals.flatMap(wordsOf));
  const isNamed = isOpen(name) || isOpen(place.name) || [...words].some((word) => word !== '' && sameName(word, name));
  if (tests === wanted && kind === 'constraint' && words.has(place.name.name) && asksByType(literals, place)) return true;
  return isNamed || (tests === wanted && (words.size === 0 || obstacle.kind === 'duplicates'));
} // prettier-ignore

/** `conrelid = 'orders'::regclass AND contype = 'p'` asks for the primary key without its name. */
function asksByType(literals: readonly string[], { name }: Place): boolean {
  const others = literals.filter((literal) => !wordsOf(literal).includes(name.name));
  return others.every((literal) => /^(?:\w|primary key|unique|foreign key|check|exclude|public)$/i.test(literal) || literal === name.schema);
} // prettier-ignore

/** Whether it asks for what is there or for what is not decides only where the operation makes or drops something. */
function wantedTest(kind: Obstacle['kind'], tests: Condition['tests']): Condition['tests'] {
  if (kind === 'missing') return 'present';
  return kind === 'exists' || kind === 'duplicates' ? 'absent' : tests;
}

function sameName(word: string, name: string): boolean {
  return word === name || word.toLowerCase() === name.toLowerCase();
}
