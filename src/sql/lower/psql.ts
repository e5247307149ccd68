import type { Operation } from '../../operation.ts';
import { base, type Frame } from './frame.ts';

/** Commands of psql that run SQL from elsewhere, or leave the client. Manual: psql, Meta-Commands. */
const running: ReadonlySet<string> = new Set(['i', 'ir', 'include', 'include_relative', 'gexec', '!', 'o', 'g', 'copy', 'e', 'edit', 'ef', 'ev', 'watch']); // prettier-ignore

/** A psql command: what it runs cannot be known here, the others change nothing in the database. */
export function psqlCommand(frame: Frame): Operation[] {
  const { text } = frame.source;
  const command = /^\\([a-z_]+|[!?])/i.exec(text)?.[1]?.toLowerCase() ?? '';
  const range = [0, text.length] as const;
  if (command === 'g' && text.trim() === '\\g') return [];
  if (command === 'copy' && !/\bfrom\b/i.test(text)) return [];
  if (running.has(command)) return [{ kind: 'unverifiable', ...base(frame, range, 'unneeded'), what: `\\${command}` }];
  return [{ kind: 'other', ...base(frame, range, 'unneeded'), tag: `\\${command}` }];
}
