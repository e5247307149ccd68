import type { Adapter } from '../adapter.ts';
import { fileIdentity } from '../identity.ts';
import { cutAt, type Mark } from '../parts.ts';

/** As sqlparse/sqlparse.go of rubenv/sql-migrate reads a line; what is only white space to some begins no way back. */
const command =
  /(?<![^\n])-- \+migrate (?:[^\S\n\uFEFF]|\u0085)*(Up(?![^\s\u0085])|(?:Down|StatementEnd)(?![^\t-\r ]))([^\n]*)/g;

/** sql-migrate: `-- +migrate Up`, `-- +migrate Down`, each with `notransaction`; what stands before the first it ignores. */
export default {
  folders: ['**/migrations/*.sql'],
  convention: '<version>-<description>.sql',
  directive: /^ \+migrate /,
  evidence: ({ text }) => (marksOf(text).some(({ kind }) => kind !== 'break') ? 'marker' : null),
  identify: (path) => fileIdentity(path, /^(?<name>(?<version>\d+).*)\.sql$/s),
  parts: (file) => cutAt(file, marksOf(file.text), 'transaction'),
  wayBack: () => ({ kind: 'section', marker: '-- +migrate Down' }),
  knownBy: 'name',
} satisfies Adapter;

function marksOf(text: string): readonly Mark[] {
  if (!text.includes('+migrate')) return [];
  const found = Array.from(text.matchAll(command), ({ 1: word, 2: options = '', index }) => {
    const kind = word === 'Up' ? 'up' : word === 'Down' ? 'down' : 'break';
    return { kind, at: index, optsOut: options.split(/\s+/).includes('notransaction') } as const;
  });
  // The option counts for every block of its direction.
  return found.map(({ kind, at }): Mark => {
    const optsOut = found.some((other) => other.kind === kind && other.optsOut);
    return { kind, at, sending: optsOut ? 'statements' : 'transaction' };
  });
}
