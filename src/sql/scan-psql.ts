import { isLineBreak, isSpace, lineEnd } from './scan-characters.ts';

const BACKSLASH = 92;

/** Commands whose argument is the rest of the line, backslashes included. */
const wholeLine = new Set(['!', 'copy', 'ef', 'ev', 'h', 'help', 'sf', 'sf+', 'sv', 'sv+']);

/** Commands that send the statement typed so far, as a semicolon would. */
const senders = new Set([
  'bind', 'bind_named', 'close', 'close_prepared', 'crosstabview', 'g', 'gdesc', 'gexec', 'gset', 'gx', 'parse', 'sendpipeline', 'watch',
]); // prettier-ignore

/** The name of the psql command whose backslash stands at `start`, without the backslash; empty when none does. */
export function psqlCommand(text: string, start: number, limit: number): string {
  const name = /^(?:[a-zA-Z_]+\+*|[!?.])/.exec(text.slice(start + 1, Math.min(start + 33, limit)));
  return name?.[0] ?? '';
}

/** Whether the command ends the statement before it and sends it to the server. */
export function sendsStatement(command: string): boolean {
  return senders.has(command);
}

/** Whether only blanks stand between the beginning of the line and `start`. */
export function beginsLine(text: string, start: number): boolean {
  let index = start - 1;
  while (index >= 0 && isSpace(text.charCodeAt(index)) && !isLineBreak(text.charCodeAt(index))) index--;
  return index < 0 || isLineBreak(text.charCodeAt(index));
}

/** Where a psql command ends: at the line's end, or after `\\`, which goes back to SQL on the same line. */
export function psqlEnd(text: string, start: number, limit: number): number {
  const end = lineEnd(text, start, limit);
  if (wholeLine.has(psqlCommand(text, start, limit))) return end;
  for (let index = start + 1; index < end; index++) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH && text.charCodeAt(index + 1) === BACKSLASH) return Math.min(index + 2, end);
    if (code === 39 || code === 34 || code === 96) index = argumentEnd(text, index, end, code);
  }
  return end;
}

/** The offset of the quote that closes a quoted argument, or the line's end; in '…' a backslash escapes. */
function argumentEnd(text: string, start: number, end: number, quote: number): number {
  for (let index = start + 1; index < end; index++) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH && quote === 39) index++;
    else if (code === quote) return index;
  }
  return end;
}

/** Whether a `\copy` reads its rows from the lines after it. */
export function copiesFromInput(line: string): boolean {
  return /^\\copy\s(?:.*[\s)])?from\s+stdin\b/i.test(line);
}
