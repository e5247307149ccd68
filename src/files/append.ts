import { appendFileSync, existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { printable } from './path.ts';
import { placeAt } from './place.ts';
import { writeWhole } from './write.ts';

/** A text at the end of a file for people. */
export interface Appended {
  /** Takes just this text away again. */
  readonly undo: () => void;
}

/** Appends a text to a file below a root, with an empty line before it and in its line ends; where there is none it begins with a heading. */
export function appendText(root: string, path: string, text: string, heading: string): Appended {
  const absolute = join(root, path);
  const place = placeAt(absolute, [root]);
  const problem = place.kind === 'free' ? null : place.problem;
  if (problem !== null) throw new UserError(`${printable(path)}: ${problem}`);
  const isNew = place.kind === 'free';
  if (isNew) begin(absolute, heading);
  const before = isNew ? heading : place.kind === 'file' ? place.text : '';
  const eol = before.includes('\r\n') ? '\r\n' : '\n';
  const gap = before === '' ? '' : before.endsWith('\n') ? eol : eol + eol;
  const piece = gap + text.replaceAll('\n', eol);
  appendFileSync(absolute, piece);
  return { undo: () => takeAway(absolute, piece) };
}

/** Another one may be quicker: then it is begun. */
function begin(absolute: string, heading: string): void {
  try {
    writeFileSync(absolute, heading, { flag: 'wx' });
  } catch (error) {
    if (!existsSync(absolute)) throw error;
  }
}

function takeAway(absolute: string, piece: string): void {
  if (!lstatSync(absolute, { throwIfNoEntry: false })) return;
  const text = readFileSync(absolute, 'utf8');
  const at = text.lastIndexOf(piece);
  if (at >= 0) writeWhole(absolute, text.slice(0, at) + text.slice(at + piece.length));
}
