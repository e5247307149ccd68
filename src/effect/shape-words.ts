import { listNames } from '../name-list.ts';
import { shortOf, type Fact } from '../sql/shape/shape.ts';
import type { ShapeChange } from '../sql/shape/compare.ts';

/** What a longer definition is cut down to. */
const longest = 60;

/** A difference for a sentence: `the type of column "a" of "t" is text, it was varchar(64)`. */
export function changeInWords(change: ShapeChange): string {
  const subject = subjectOf(change);
  if (change.kind === 'missing') return `${subject} is gone`;
  if (change.kind === 'extra') return `${subject} is left`;
  const { property, before, after } = change;
  if (property === 'not null') return `${subject} ${after ? 'takes no NULL, it did' : 'takes NULL, it did not'}`;
  const name = property.replace(/^option /, 'storage parameter ');
  if (isLong(before) || isLong(after)) return `the ${name} of ${subject} is another than it was`;
  return `the ${name} of ${subject} is ${shown(after)}, it was ${shown(before)}`;
}

const isLong = (fact: Fact | null) => fact !== null && (fact.text.length > longest || /[[{\n]/.test(fact.text));

const shown = (fact: Fact | null) => (fact === null ? 'not set' : fact.text === '' ? 'set' : fact.text);

function subjectOf({ thing, part }: ShapeChange): string {
  const name = listNames([shortOf(thing.name)]);
  return part ? `${part.kind} ${listNames([part.name])} of ${name}` : `${thing.object} ${name}`;
}
