import { lines } from '../lines.ts';
import { printableLines } from '../report/printable.ts';
import { amount } from '../report/tally.ts';
import { printDifferences, type Difference } from '../trial/catalog/differences.ts';
import type { Piece } from '../trial/runnable.ts';
import { inWords } from '../trial/words.ts';
import type { SourceFile } from '../types.ts';
import type { Course, Failed, Ran } from './perform.ts';

const widest = 70;

/** A statement's place and first words: `3:1  CREATE TABLE users (`. */
function pieceWords({ text }: SourceFile, { range: [start], sql }: Piece): string {
  const { line, column } = lines(text).locate(start);
  const words = sql.replaceAll(/\s+/g, ' ').trim();
  return `${line}:${column}  ${words.length > widest ? `${words.slice(0, widest - 1)}…` : words}`;
}

const mostNotices = 3;

/** A statement that has run, with its time and what PostgreSQL remarked. */
export function ranWords(source: SourceFile, { piece, milliseconds, notices }: Ran): string {
  const remarks = notices.slice(0, mostNotices).map(({ severity, message }) => `      ${severity}: ${message}`);
  return linesOf([`  ${pieceWords(source, piece)}  ${timeWords(milliseconds)}`, ...remarks]);
}

/** `12 ms`, `3.4 s`. */
export const timeWords = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

/** Where it failed and why: `path:line:column: message (SQLSTATE)`. */
export function failureWords(source: SourceFile, failed: Failed): string {
  const { piece, failure } = failed;
  const where = failure.where?.split('\n', 1)[0];
  return `${source.path}${placeOf(source, failed)}: ${inWords({ piece, failure })}${where === undefined ? '' : `. In ${where}`}`;
}

function placeOf({ text }: SourceFile, failed: Failed): string {
  if (!failed.piece) return `: ${failed.when}`;
  const { piece, failure: { position } } = failed;
  const { line, column } = lines(text).locate(position === undefined ? piece.range[0] : piece.place(position));
  return `:${line}:${column}`;
} // prettier-ignore

/** How far it came, each statement named. */
export function courseWords(source: SourceFile, { done, undone, unsure, failed, left, untried }: Course): string {
  const list = (title: string, pieces: readonly Piece[]) =>
    pieces.length === 0 ? [] : [`${title}: ${amount(pieces.length, 'statement')}`, ...pieces.map((piece) => `  ${pieceWords(source, piece)}`)];
  const own = (rans: readonly Ran[]) => rans.map(({ piece }) => piece);
  return linesOf([
    ...(failed && done.length === 0 && unsure.length === 0 ? ['nothing is done'] : []),
    ...list('done for good', failed ? own(done) : []),
    ...list('rolled back', failed ? own(undone) : []),
    ...list('nobody knows whether it is done, since the session was lost; look at the database', own(unsure)),
    ...list('failed', failed?.piece && !own(unsure).includes(failed.piece) ? [failed.piece] : []),
    ...list('not run', left),
    ...list('not tried, since it cannot be rolled back', untried),
  ].map((line) => `  ${line}`));
} // prettier-ignore

/** What changed in the schema. */
export function changeLines(changes: readonly Difference[]): string {
  if (changes.length === 0) return linesOf(['  the schema is as it was']);
  const printed = printDifferences(changes).split('\n');
  return linesOf(['  what changed in the schema:', ...printed.map((line) => `    ${line}`)]);
}

/** Lines as a terminal may be given them. */
export function linesOf(all: readonly string[]): string {
  return all.map((line) => `${printableLines(line)}\n`).join('');
}
