import type { Direction } from '../types.ts';
import { scriptTokens, type ScriptToken } from './script-tokens.ts';
import type { Unit } from './units.ts';

/** Signs that are others when they stand together. */
const operators = '+-*/%=<>&|^!~?.';

/**
 * The parts of a script from one semicolon, brace or end of a line to the next, as they run. Comments and white space mean nothing, except
 * where the end of a line may end a statement; strings count to the letter.
 */
export function scriptUnits(text: string): Readonly<Record<Direction, readonly Unit[]>> {
  const tokens = withoutLastCommas(scriptTokens(text).tokens, text);
  const written = tokens.map(({ start, end }) => text.slice(start, end).replace(/\r\n?/g, '\n'));
  const downs = downTokens(tokens, written);
  const units: Record<Direction, Unit[]> = { up: [], down: [] };
  for (const [from, to] of stretches(tokens, written)) {
    const [first, last] = [tokens[from], tokens[to - 1]];
    if (!first || !last) continue;
    const words = written.slice(from, to).map((word, index) => (index > 0 ? gap(tokens, written, from + index) : '') + word);
    units[downs(from) ? 'down' : 'up'].push({ key: words.join('\u0000'), range: [first.start, last.end] });
  }
  return units;
} // prettier-ignore

/** Without the commas after the last of several, which formatters set or take away. */
function withoutLastCommas(tokens: readonly ScriptToken[], text: string): readonly ScriptToken[] {
  const signs = tokens.map(({ kind, start }) => (kind === 'sign' ? text.charAt(start) : ''));
  return tokens.filter(
    (_, index) =>
      signs[index] !== ',' || !/^[)\]}]$/.test(signs[index + 1] ?? '') || /^[,([{]$/.test(signs[index - 1] ?? ''),
  );
}

/** A mark where white space tells two signs, or a number and a dot, apart. */
function gap(tokens: readonly ScriptToken[], written: readonly string[], index: number): string {
  const [before = '', after = ''] = [written[index - 1], written[index]];
  const isClose = tokens[index]?.before === null;
  const mayJoin = operators.includes(after) && (operators.includes(before) || /^\d/.test(before));
  return !isClose && mayJoin ? ' ' : '';
}

/** The indexes of tokens that belong together. */
function* stretches(tokens: readonly ScriptToken[], written: readonly string[]): Generator<readonly [number, number]> {
  let start = 0;
  for (let index = 1; index <= tokens.length; index++) {
    const [before = '', after] = [written[index - 1], written[index]];
    const ends = after === undefined || after === '}' || /^[;{}]$/.test(before) || isBreak(tokens, written, index);
    if (!ends) continue;
    yield [start, index];
    start = index;
  }
}

/** Whether the end of a line before a token may end a statement. */
function isBreak(tokens: readonly ScriptToken[], written: readonly string[], index: number): boolean {
  const token = tokens[index];
  if (token?.kind === 'rest') return true;
  if (token?.before !== 'line') return false;
  const [previous, before = '', after = ''] = [written[index - 2], written[index - 1], written[index]];
  const goesOn = /^[([,:&|<*%^~.=/]$/.test(before) || (before === '>' && previous === '=');
  const comesLater = /^[)\],;:=]$/.test(after) || (after === '.' && !/^\d/.test(written[index + 1] ?? ''));
  return !goesOn && !comesLater;
}

/**
 * Tells which tokens belong to the function `down`: from its name to the brace that closes it. Only where no other place has that word,
 * so that nothing else can call it.
 */
function downTokens(tokens: readonly ScriptToken[], written: readonly string[]): (index: number) => boolean {
  const names = tokens.flatMap(({ kind }, index) => (kind === 'word' && written[index] === 'down' ? [index] : []));
  const [name = -1] = names;
  if (names.length !== 1 || !/^[(:=]$/.test(written[name + 1] ?? '')) return () => false;
  let start = name;
  while (start > 0 && !/^[;{},]$/.test(written[start - 1] ?? '') && !isBreak(tokens, written, start)) start--;
  const end = endOfFunction(written, name + 1);
  return (index) => index >= start && index < end;
}

/** After the brace that closes the first body outside of brackets; where there is none, the end of what stands there. */
function endOfFunction(written: readonly string[], from: number): number {
  const open: string[] = [];
  let hasBody = false;
  for (let index = from; index < written.length; index++) {
    const sign = written[index] ?? '';
    if (/^[([{]$/.test(sign)) {
      hasBody ||= sign === '{' && open.length === 0;
      open.push(sign);
    } else if (/^[)\]}]$/.test(sign)) {
      if (open.pop() === undefined) return index;
      if (sign === '}' && open.length === 0 && hasBody) return index + 1;
    } else if (open.length === 0 && (sign === ';' || sign === ',')) return index;
  }
  return hasBody ? written.length : from;
}
