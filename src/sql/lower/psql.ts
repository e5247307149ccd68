import type { Operation } from '../../operation.ts';
import { foldIdentifier, type Token } from '../tokens.ts';
import { base, type Frame, wordAt } from './frame.ts';

/** Commands of psql that run SQL from elsewhere, or leave the client. Manual: psql, Meta-Commands. */
const running: ReadonlySet<string> = new Set(['i', 'ir', 'include', 'include_relative', 'gexec', '!', 'o', 'g', 'e', 'edit', 'ef', 'ev', 'watch']); // prettier-ignore

/** A psql command: what it runs cannot be known here, the others change nothing in the database. */
export function psqlCommand(frame: Frame): Operation[] {
  const { text } = frame.source;
  const command = /^\\([a-z_]+|[!?])/i.exec(text)?.[1]?.toLowerCase() ?? '';
  const range = [0, text.length] as const;
  if (command === 'g' && text.trim() === '\\g') return [];
  if (command === 'copy') return copy(frame);
  if (running.has(command)) return [{ kind: 'unverifiable', ...base(frame, range, 'unneeded'), what: `\\${command}` }];
  return [{ kind: 'other', ...base(frame, range, 'unneeded'), tag: `\\${command}` }];
}

/** `\\copy table from file` adds rows as COPY does; what a program prints is no SQL either. */
function copy(frame: Frame): Operation[] {
  const tokens = frame.tokens.slice(1);
  const from = tokens.findIndex((_, index) => wordAt(frame, index + 1) === 'FROM');
  const [first, second, third] = tokens.slice(1);
  const range = [0, frame.source.text.length] as const;
  if (from < 0 || !first) return [{ kind: 'other', ...base(frame, range, 'unneeded'), tag: '\\copy' }];
  const text = (token: Token) => foldIdentifier(frame.source.text, token);
  const dotted = second && third && frame.source.text.slice(second.start, second.end) === '.';
  const table = dotted ? { schema: text(first), name: text(third) } : { schema: null, name: text(first) };
  return [{ kind: 'insert', ...base(frame, range, 'impossible'), table, columns: [], source: 'copy', conflict: null, conflictTarget: [] }]; // prettier-ignore
}
