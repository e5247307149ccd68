import type { Adapter, Sending } from '../adapter.ts';
import { handMadeFolders } from '../companion.ts';
import { fileIdentity } from '../identity.ts';
import { verbatimPart } from '../parts.ts';
import { baseOf, folderOf, hasBeside } from '../path.ts';
import type { Range } from '../../types.ts';

const committed = /^(?<name>(?<version>\d+)(?:-[-_a-zA-Z0-9]*)?)\.sql$/;
const current = /^(?<name>current|(?<version>\d+)(?:-[-_a-zA-Z0-9]*)?)\.sql$/;

/** graphile-migrate (graphile/migrate src/migration.ts): `committed/000001.sql`, and `current.sql` in the making; forward only. */
export default {
  folders: ['**/migrations/committed/*.sql', '**/migrations/current.sql', '**/migrations/current/*.sql'],
  convention: '<number>[-<description>].sql',
  directive: /^!/,
  evidence({ path, text }, files) {
    if (/^--! (?:Previous|Hash):/.test(text)) return 'marker';
    const base = baseOf(path);
    if (base === 'current.sql') return hasBeside(path, 'committed', files) ? 'project' : null;
    const folder = folderOf(path);
    return baseOf(folder) === 'current' && hasBeside(folder, 'committed', files) ? 'project' : null;
  },
  identify: (path) => fileIdentity(path, baseOf(folderOf(path)) === 'committed' ? committed : current),
  parts({ text }, direction) {
    const part = verbatimPart(direction, [0, text.length], sending(text));
    return [{ ...part, includes: includesOf(text) }];
  },
  wayBack: (path) => ({ kind: 'none', paths: handMadeFolders(path) }),
  repeats: (path) => baseOf(path) === 'current.sql' || baseOf(folderOf(path)) === 'current',
} satisfies Adapter;

/** The option stands on the first line after the headers. */
function sending(text: string): Sending {
  const body = text.replace(/^(?:--! [A-Z][^\n]*(?:\n|$))*\s*/, '');
  return /^--![ \t]*no-transaction\b/.test(body) ? 'batch' : 'transaction';
}

/** Lines that another file replaces; a committed migration holds its text already. */
function includesOf(text: string): readonly Range[] {
  if (!text.includes('--!')) return [];
  const lines = text.matchAll(/(?<![^\n])--![ \t]*include[ \t][^\n]*/g);
  return Array.from(lines, ({ 0: line, index }): Range => [index, index + line.trimEnd().length]);
}
