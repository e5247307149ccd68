import type { Comment, Range } from '../types.ts';
import { createScanner, isExhausted, scan } from './scan.ts';
import type { Scanner, Unclosed } from './scan.ts';
import { isSpace, lineEnd, nextLine } from './scan-characters.ts';
import { copyData } from './scan-copy.ts';
import { beginsLine, copiesFromInput, psqlCommand, psqlEnd, sendsStatement } from './scan-psql.ts';
import { endsAtSemicolon, follow, isBroken, newProgress } from './scan-statement.ts';
import type { Progress } from './scan-statement.ts';
import { misreadLine, resynchronise } from './scan-recovery.ts';

/** A statement, a psql command, or the rows after a COPY. */
export interface Chunk {
  readonly kind: 'sql' | 'psql' | 'copy-data';
  /** From its first token to its last, without the semicolon; copy data ends with its line `\.`. */
  readonly range: Range;
  /** What was opened and never closed in it; the chunk then ends at the first line that ends in a semicolon. */
  readonly unterminated?: Unclosed;
}

/** The parts of a text, in order. */
export interface Split {
  readonly chunks: Chunk[];
  readonly comments: Comment[];
}

interface Splitting {
  readonly scanner: Scanner;
  readonly chunks: Chunk[];
  readonly comments: Comment[];
  /** Where the statement being read begins, or -1 between statements. */
  start: number;
  /** Where its last token ends. */
  end: number;
  progress: Progress;
  /** How many COPY … FROM STDIN on this line wait for their data; the scanner is then held at the line's end. */
  copies: number;
  /** From here on no line ends COPY data. */
  noDataFrom: number;
}

/** Splits any text into statements, psql commands and COPY data, as PostgreSQL and psql do. Never fails; linear in time. */
export function split(text: string): Split {
  const comments: Comment[] = [];
  const scanner = createScanner(text, comments);
  const state: Splitting = { scanner, chunks: [], comments, start: -1, end: 0, progress: newProgress(), copies: 0, noDataFrom: Infinity }; // prettier-ignore
  do {
    while (scan(scanner)) takeToken(state);
    finishText(state);
  } while (scanner.position < scanner.limit);
  return { chunks: state.chunks, comments };
}

function takeToken(state: Splitting): void {
  const { scanner, progress } = state;
  const code = scanner.text.charCodeAt(scanner.start);
  if (scanner.kind === 'unterminated') return takeUnterminated(state);
  if (code === 92 && takeBackslash(state)) return;
  if (code === 59 && scanner.kind === 'punctuation') return takeSemicolon(state);
  if (isBroken(progress, scanner)) return breakOff(state);
  if (state.start === -1) state.start = scanner.start;
  state.end = scanner.end;
  follow(state.progress, scanner);
}

function takeSemicolon(state: Splitting): void {
  const { scanner, progress } = state;
  if (!endsAtSemicolon(progress) && !isExhausted(scanner)) {
    follow(progress, scanner);
    return;
  }
  const { copiesIn } = progress;
  flush(state);
  if (copiesIn) awaitData(state);
}

/** Ends the statement being read, if there is one. */
function flush(state: Splitting, unterminated?: Unclosed): void {
  const { start, end } = state;
  if (start !== -1) add(state, 'sql', [start, end], unterminated);
  state.start = -1;
  state.progress = newProgress();
}

function add({ chunks }: Splitting, kind: Chunk['kind'], range: Range, unterminated?: Unclosed): void {
  chunks.push(unterminated === undefined ? { kind, range } : { kind, range, unterminated });
}

function finishText(state: Splitting): void {
  if (isOpen(state)) return breakOff(state);
  flush(state);
  if (state.copies > 0) takeData(state);
}

/** Whether the statement holds semicolons that do not end it, and its own end has not come. */
function isOpen({ progress }: Splitting): boolean {
  return progress.firstSemicolon !== -1 && !endsAtSemicolon(progress);
}

/** Ends a statement that lacks its end at its first semicolon; what follows is read again. */
function breakOff(state: Splitting): void {
  const semicolon = state.progress.firstSemicolon;
  state.end = trimEnd(state.scanner.text, state.start, semicolon);
  goBack(state, semicolon + 1);
  flush(state);
}

function goBack(state: Splitting, position: number): void {
  const { scanner, comments } = state;
  scanner.wasted += scanner.position - position;
  scanner.signsEnd = 0;
  scanner.position = position;
  while ((comments.at(-1)?.range[0] ?? -1) >= position) comments.pop();
}

function takeUnterminated(state: Splitting): void {
  const { scanner } = state;
  const { text, limit, start: opening, unclosed } = scanner;
  if (isOpen(state)) return breakOff(state);
  if (state.start === -1) state.start = opening;
  const misread = isExhausted(scanner) ? -1 : misreadLine(text, [state.start, opening]);
  const semicolon = misread === -1 ? resynchronise(text, opening, limit) : misread;
  state.end = trimEnd(text, state.start, semicolon);
  goBack(state, Math.min(semicolon + 1, limit));
  flush(state, unclosed);
}

function trimEnd(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && isSpace(text.charCodeAt(last - 1))) last--;
  return last;
}

/** Takes a psql command or a `\;`; says whether it was one. */
function takeBackslash(state: Splitting): boolean {
  const { scanner } = state;
  const { text, start, limit } = scanner;
  if (start + 1 < limit && text.charCodeAt(start + 1) === 59) return true;
  const command = psqlCommand(text, start, limit);
  if (command === '') return false;
  if (state.start !== -1 && !sendsStatement(command) && !beginsLine(text, start)) return false;
  if (isOpen(state)) {
    breakOff(state);
    return true;
  }
  flush(state);
  const end = psqlEnd(text, start, limit);
  add(state, 'psql', [start, trimEnd(text, start, end)]);
  scanner.position = end;
  if (command.toLowerCase() === 'copy' && copiesFromInput(text.slice(start, end))) awaitData(state);
  return true;
}

/** Holds the scanner at the end of this line when COPY data begins on the next one. */
function awaitData(state: Splitting): void {
  const { scanner } = state;
  const { text, position } = scanner;
  if (state.copies > 0) {
    state.copies++;
    return;
  }
  const end = lineEnd(text, position, text.length);
  if (end >= text.length || findData(state, nextLine(text, end)) === null) return;
  scanner.limit = end;
  state.copies = 1;
}

function findData(state: Splitting, start: number): Range | null {
  if (start >= state.noDataFrom) return null;
  const data = copyData(state.scanner.text, start);
  if (data === null) state.noDataFrom = start;
  return data;
}

function takeData(state: Splitting): void {
  const { scanner } = state;
  const { text } = scanner;
  let position = scanner.limit;
  for (; state.copies > 0; state.copies--) {
    const data = findData(state, nextLine(text, position));
    if (data === null) break;
    add(state, 'copy-data', data);
    position = data[1];
  }
  state.copies = 0;
  scanner.position = position;
  scanner.limit = text.length;
}
