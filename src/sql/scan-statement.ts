import type { Scanner } from './scan.ts';
import { isWord } from './scan-characters.ts';

/**
 * What a statement is, as far as it decides whether a semicolon ends it: `routine` may have a BEGIN ATOMIC … END `body`,
 * a `rule` has statements in parentheses, a `copy` may have data after it; `plain` is all the rest.
 */
type Shape = 'start' | 'create' | 'routine' | 'body' | 'rule' | 'copy' | 'plain';

/** The state of one statement while its tokens come in. */
export interface Progress {
  shape: Shape;
  depth: number;
  /** The token before, where it matters. */
  previous: 'semicolon' | 'begin' | 'from' | 'other';
  /** Whether it is COPY … FROM STDIN. */
  copiesIn: boolean;
  /** The first semicolon that did not end it, or -1. */
  firstSemicolon: number;
}

/** The state before a statement's first token. */
export function newProgress(): Progress {
  return { shape: 'start', depth: 0, previous: 'other', copiesIn: false, firstSemicolon: -1 };
}

/** Takes the scanner's token into account. */
export function follow(progress: Progress, scanner: Scanner): void {
  if (progress.shape === 'plain') return;
  if (scanner.kind === 'word') followWord(progress, scanner);
  else if (scanner.kind === 'punctuation') followPunctuation(progress, scanner);
  else {
    progress.previous = 'other';
    if (progress.shape === 'start' || progress.shape === 'create') progress.shape = 'plain';
  }
}

/** Whether a semicolon ends the statement here. */
export function endsAtSemicolon({ shape, depth }: Progress): boolean {
  return shape !== 'body' && (shape !== 'rule' || depth <= 0);
}

/** Whether the scanner's word begins a statement that cannot stand in this body or rule: its end was forgotten. */
export function isBroken(progress: Progress, scanner: Scanner): boolean {
  if (progress.previous !== 'semicolon' || progress.firstSemicolon === -1 || scanner.kind !== 'word') return false;
  return !bodyWords.some((word) => isWord(scanner.text, scanner.start, scanner.end, word));
}

/** What may begin a statement in a routine's body or a rule, or end the body. */
const bodyWords = [
  'select',
  'insert',
  'update',
  'delete',
  'merge',
  'with',
  'values',
  'table',
  'return',
  'notify',
  'end',
];

function followPunctuation(progress: Progress, { text, start }: Scanner): void {
  progress.previous = 'other';
  if (progress.shape === 'start' || progress.shape === 'create') progress.shape = 'plain';
  const code = text.charCodeAt(start);
  if (code === 40) progress.depth++;
  else if (code === 41) progress.depth--;
  else if (code === 59) {
    progress.previous = 'semicolon';
    if (progress.firstSemicolon === -1) progress.firstSemicolon = start;
  }
}

function followWord(progress: Progress, { text, start, end }: Scanner): void {
  const is = (word: string): boolean => isWord(text, start, end, word);
  const { previous } = progress;
  progress.previous = 'other';
  switch (progress.shape) {
    case 'start':
      progress.shape = is('create') ? 'create' : is('copy') ? 'copy' : 'plain';
      break;
    case 'create':
      if (is('function') || is('procedure')) progress.shape = 'routine';
      else if (is('rule')) progress.shape = 'rule';
      else if (!is('or') && !is('replace')) progress.shape = 'plain';
      break;
    case 'copy':
      if (progress.depth > 0) break;
      if (is('from')) progress.previous = 'from';
      else if (previous === 'from' && (is('stdin') || is('stdout'))) progress.copiesIn = true;
      break;
    case 'routine':
      if (progress.depth > 0) break;
      if (is('begin')) progress.previous = 'begin';
      else if (previous === 'begin' && is('atomic')) enterBody(progress);
      break;
    case 'body':
      // the END of a CASE never follows a semicolon, that of the body always does
      if (previous === 'semicolon' && is('end')) progress.shape = 'plain';
      break;
  }
}

function enterBody(progress: Progress): void {
  progress.shape = 'body';
  progress.previous = 'semicolon';
}
