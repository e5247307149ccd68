import { isScript } from '../config/defaults.ts';
import { join } from '../sql/position-map.ts';
import { split } from '../sql/split.ts';
import { tokenize } from '../sql/tokens.ts';
import type { Direction, Files, Range } from '../types.ts';
import type { Adapter, Part } from './adapter.ts';
import { scriptUnits } from './script-units.ts';

/** A statement, psql command or the rows of a COPY; two with the same key mean the same. */
export interface Unit {
  readonly key: string;
  readonly range: Range;
}

/** What a stretch of a migration does. */
export interface Meaning {
  readonly statements: Readonly<Record<Direction, readonly Unit[]>>;
  /** What tells the tool how to run them: transactions, limits of what is sent at once, its directives. */
  readonly manner: Readonly<Record<Direction, string>>;
}

/** A text to understand, and the adapter that reads it. */
export interface Text {
  readonly path: string;
  readonly text: string;
  readonly adapter: Adapter;
  readonly files: Files;
}

/** Directives that say nothing about how the SQL runs, or that are read as SQL anyway. */
const idle =
  /^\s*(?:\/\/|atlas:nolint\b|!\s*(?:previous|hash|message|alltransactions)\b|liquibase\b|(?:deploy|revert|verify|rollback|preconditions?|comments?|validchecksum)\b)/i;

/** Reads what each stretch of a text does; stretches are in order, and what lies between them is left out. */
export function meaningsOf({ path, text, adapter, files }: Text, stretches: readonly Range[]): readonly Meaning[] {
  if (isScript(path)) return [{ statements: scriptUnits(text), manner: { up: '', down: '' } }];
  const parts = adapter.parts({ path, text }, adapter.identify(path, files).direction, files);
  const read = parts.map((part) => ({ part, ...readPart(part, text, adapter) }));
  return stretches.map(([start, end]) => {
    const inside = read.filter(({ part: { range } }) => range[0] >= start && (range[0] < end || end === text.length));
    const of = (direction: Direction) => inside.filter(({ part }) => part.direction === direction);
    const unitsOf = (direction: Direction) => of(direction).flatMap(({ units }) => units);
    const mannerOf = (direction: Direction) =>
      of(direction)
        .map(({ manner }) => manner)
        .join('\n');
    return {
      statements: { up: unitsOf('up'), down: unitsOf('down') },
      manner: { up: mannerOf('up'), down: mannerOf('down') },
    };
  });
}

function readPart(part: Part, text: string, adapter: Adapter): { units: readonly Unit[]; manner: string } {
  const texts = part.texts.map((pieces) => readText(text, pieces, adapter));
  const includes = part.includes.map((range): Unit => ({ key: text.slice(...range).trim(), range }));
  const units = [...texts.flatMap((each) => each.units), ...includes].sort((a, b) => a.range[0] - b.range[0]);
  const amounts = texts.map((each) => each.units.length).filter((amount) => amount > 0);
  const directives = texts.flatMap((each) => each.directives);
  const isEmpty = units.length === 0 && directives.length === 0;
  return { units, manner: isEmpty ? '' : [part.sending, amounts.join(), ...directives].join('\n') };
}

function readText(text: string, pieces: readonly Range[], { directive }: Adapter) {
  const mapped = join(text, pieces);
  const { chunks, comments } = split(mapped.text);
  return {
    units: chunks.map(({ kind, range }): Unit => {
      const key = kind === 'sql' ? keyOf(mapped.text, range) : unixLines(mapped.text.slice(...range));
      return { key, range: mapped.map.toSource(range) };
    }),
    directives: comments
      .filter((comment) => directive?.test(comment.text) && !idle.test(comment.text))
      .map((comment) => comment.text.trim().replace(/\s+/g, ' ')),
  };
}

/** The tokens of a statement; strings and bodies count to the letter, the case of words does not. */
function keyOf(text: string, range: Range): string {
  const words = tokenize(text, range).map(({ kind, start, end }) => {
    const written = text.slice(start, end);
    return kind === 'word' ? written.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : unixLines(written);
  });
  return words.join('\u0000');
}

/** How a line ends differs between systems, and means nothing. */
export function unixLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
