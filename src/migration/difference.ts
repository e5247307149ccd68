import { isScript } from '../config/defaults.ts';
import type { Difference, Direction, Range } from '../types.ts';
import type { Adapter, Piece } from './adapter.ts';
import { meaningsOf, unixLines, type Meaning, type Text, type Unit } from './units.ts';

/** How a text differs from what it was: the first difference of each piece that its tool runs once, and of each direction. */
export function differencesOf(before: Text, after: Text): readonly Difference[] {
  if (unixLines(before.text) === unixLines(after.text)) return [];
  const pieces = piecesOf(before, after);
  const [old, now] = [meaningsByKey(before, pieces.before), meaningsByKey(after, pieces.after)];
  const found = [...old].flatMap(([key, was]): readonly Difference[] => {
    const is = now.get(key);
    if (is?.piece.repeats) return [];
    if (is) return differences(was.meaning, is.meaning, is.piece.range, before.text, after.text);
    return [{ kind: 'removed', direction: 'up', range: [0, 0], was: was.piece.name }];
  });
  if (found.length > 0) return found;
  const others = [...now.keys()].some((key) => !old.has(key)) || pieces.after.some(({ repeats }) => repeats);
  return others ? [] : [{ kind: 'comments', range: firstLine(before.text, after.text, [0, after.text.length]) }];
}

interface Known {
  readonly piece: Piece;
  readonly meaning: Meaning;
}

/** The pieces of both texts; the whole texts where not one tool knows pieces in both. */
function piecesOf(before: Text, after: Text) {
  const { pieces }: Adapter = after.adapter;
  const isOne = before.adapter !== after.adapter || isScript(before.path) || isScript(after.path);
  const read = pieces && !isOne ? pieces : whole;
  return { before: read(before.text), after: read(after.text) };
}

const whole = (text: string): readonly Piece[] => [{ name: '', range: [0, text.length], repeats: false }];

function meaningsByKey(text: Text, pieces: readonly Piece[]): ReadonlyMap<string, Known> {
  const meanings = meaningsOf(
    text,
    pieces.map(({ range }) => range),
  );
  const known = new Map<string, Known>();
  for (const [index, piece] of pieces.entries()) {
    const meaning = meanings[index];
    // A name that comes twice is an error to its tool.
    const key = known.has(piece.name) ? `${piece.name} ${index}` : piece.name;
    if (meaning) known.set(key, { piece, meaning });
  }
  return known;
}

function differences(was: Meaning, is: Meaning, range: Range, before: string, after: string): readonly Difference[] {
  const found = (['up', 'down'] as const).flatMap((direction) =>
    difference(was.statements[direction], is.statements[direction], direction, before),
  );
  // One line may tell the tool how to run both ways.
  const direction = (['up', 'down'] as const).find((each) => was.manner[each] !== is.manner[each]);
  const isSaid = direction === undefined || found.some((each) => 'direction' in each && each.direction === direction);
  return isSaid ? found : [...found, { kind: 'manner', direction, range: firstLine(before, after, range) }];
}

/** The first difference between two lists of statements, those left out that are the same at the start and the end. */
function difference(
  was: readonly Unit[],
  is: readonly Unit[],
  direction: Direction,
  text: string,
): readonly Difference[] {
  const shorter = Math.min(was.length, is.length);
  let start = 0;
  while (start < shorter && was[start]?.key === is[start]?.key) start++;
  if (start === was.length && start === is.length) return [];
  let end = 0;
  while (end < shorter - start && was.at(-1 - end)?.key === is.at(-1 - end)?.key) end++;
  const [before, after] = [was.slice(start, was.length - end), is.slice(start, is.length - end)];
  const removed = direction === 'down' ? lost(before, after) : undefined;
  const [old, now] = [removed ?? before[0], after[0]];
  const isRemoved = removed !== undefined || (now === undefined && direction === 'up');
  const kind = old === undefined ? 'added' : isRemoved ? 'removed' : 'changed';
  const range = (now ?? is[start] ?? is.at(-1))?.range ?? [0, 0];
  return [{ kind, direction, range, was: old === undefined ? '' : text.slice(...old.range) }];
}

/** Of a way back that does less than before: the first statement that is not there any more. Settings and `SELECT 1` do nothing. */
function lost(before: readonly Unit[], after: readonly Unit[]): Unit | undefined {
  const does = (units: readonly Unit[]) =>
    units.filter(({ key }) => !/^(?:(?:set|reset|begin|start|commit|end)\b|select\u0000\d+$)/.test(key));
  const kept = new Set(after.map(({ key }) => key));
  return does(after).length < does(before).length ? does(before).find(({ key }) => !kept.has(key)) : undefined;
}

/** The line of the new text where it first differs, without the white space around it. */
function firstLine(before: string, after: string, [from, to]: Range): Range {
  let at = 0;
  while (at < after.length && before[at] === after[at]) at++;
  const inside = at < from || at > to ? from : Math.min(at, Math.max(after.trimEnd().length - 1, 0));
  const start = Math.max(after.lastIndexOf('\n', inside - 1), after.lastIndexOf('\r', inside - 1)) + 1;
  const [line = ''] = /^[^\r\n]*/.exec(after.slice(start)) ?? [];
  const lead = line.length - line.trimStart().length;
  return line.trim() === '' ? [start, start] : [start + lead, start + line.trimEnd().length];
}
