import type { Range } from '../../types.ts';
import type { Call } from '../call.ts';
import { literal } from '../sql.ts';
import { bounded, constant, hole, type Text, textValue } from '../string-text.ts';
import { choiceOf, optionsOf, type Template, unknown, type Value } from '../values.ts';

/** Whether something was run or made a part of something else. All that one chain of calls gives has one life. */
export interface Life {
  isUsed: boolean;
}

/** The state of a receiver that can be a part of SQL, or be sent: a fragment, a name, a query. */
export interface Composable {
  readonly toSql: () => Text;
  /** A query stands in parentheses inside expressions. */
  readonly shape: 'fragment' | 'select' | 'change';
  readonly life: Life;
  /** Where it was made: elsewhere it is only named. */
  readonly made: Range;
}

/** What a value is as a part of SQL, or null when it is an ordinary value. */
function composableOf(value: Value): Composable | null {
  if (value.kind !== 'receiver' || typeof value.state !== 'object' || value.state === null) return null;
  return 'toSql' in value.state ? (value.state as Composable) : null;
}

/** The SQL of something that can be a part of SQL; null for ordinary values. It counts as used from here on. */
export function composed(value: Value): Text | null {
  const composable = composableOf(value);
  if (!composable) return null;
  composable.life.isUsed = true;
  const text = bounded(composable.toSql(), value.range);
  const { made } = composable;
  const [start, end] = value.range;
  const isItself = made[0] === start && made[1] === end;
  // What was made elsewhere stands where its name is; SQL that is written inside `${…}` keeps its place.
  return isItself || (made[0] >= start && made[1] <= end && text.some(isWritten)) ? text : text.map((segment) => moved(segment.text, segment.kind, value.range));
} // prettier-ignore

/** Whether it is a part of the script's own SQL. */
const isWritten = ({ kind }: Text[number]) => kind === 'verbatim' || kind === 'escape';

const moved = (text: string, kind: string, range: Range): Text[number] =>
  ({ ...constant(text, range), kind: kind === 'hole' ? 'hole' : 'constant' }); // prettier-ignore

/** The same, with queries in parentheses. */
export function enclosed(value: Value, shapes: readonly Composable['shape'][] = ['select', 'change']): Text | null {
  const shape = composableOf(value)?.shape;
  const text = composed(value);
  return text && shape && shapes.includes(shape) ? inParentheses(text) : text;
}

/** A text that a helper wrote: it stands where the helper is called, as a whole. */
export const asOne = (text: Text, range: Range): Text =>
  text.map((segment) => moved(segment.text, segment.kind, range));

/** A text with parentheses around it. */
export function inParentheses(text: Text): Text {
  const [start, end] = [text[0]?.source[0] ?? 0, text.at(-1)?.source[1] ?? 0];
  return [constant('(', [start, start]), ...text, constant(')', [end, end])];
}

/** A value that is bound to the statement: a known one as it is, an unknown one as something harmless. */
export function bound(value: Value): Text {
  return value.kind === 'text' || value.kind === 'constant' ? knownLiteral(value) : [placeholder(value)];
}

function knownLiteral(value: Value): Text {
  const text = literal(value);
  return text.length === 1 && text[0]?.text === '$1' ? [placeholder(value)] : text;
}

const placeholder = (value: Value): Text[number] =>
  ({ ...hole(value.kind === 'unknown' ? value.expression : '', value.range), kind: 'constant' }); // prettier-ignore

/** The text of a template whose values each give a part. */
export function templateText({ texts, values }: Template, part: (value: Value) => Text): Text {
  return texts.flatMap((text, index) => [...text, ...(values[index] ? part(values[index]) : [])]);
}

const mostWays = 8;

/** Makes something of values, once for each that they may be. */
export function eachWay(values: readonly Value[], range: Range, make: (values: readonly Value[]) => Value): Value {
  const amount = values.reduce((product, value) => product * optionsOf(value).length, 1);
  if (amount === 1) return make(values);
  if (amount > mostWays) return make(values.map((value) => (value.kind === 'choice' ? unknown('', value.range) : value)));
  const rows = values.reduce<readonly (readonly Value[])[]>(
    (found, value) => found.flatMap((row) => optionsOf(value).map((option) => [...row, option])),
    [[]],
  );
  return choiceOf(rows.map((row) => make(row)), range);
} // prettier-ignore

/** Sends SQL of which at least a word is known. */
export function sendText(call: Call, text: Text): void {
  const words = text.filter(({ text: each, kind }) => kind !== 'hole' && !each.startsWith('${'));
  if (textValue(words).trim() === '') call.unverifiable();
  else call.send(text, { raw: true });
}

const changes =
  /^(?:\s|--[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:alter|create|comment|copy|delete|do|drop|grant|insert|merge|revoke|truncate|update)\s/i;

/** Whether a text is a statement that changes something, so that it does nothing where it is not run. */
export const isChange = (text: Text): boolean => changes.test(textValue(text));

/** Reports what is never run: it does nothing, though somebody has written it down. */
export function expectUse(call: Call, life: Life): void {
  call.unverifiable(undefined, 'It is never executed, so it does nothing', () => life.isUsed);
}
