import type { Adapter } from '../adapter.ts';
import { fileIdentity } from '../identity.ts';
import { cutAt, type Mark } from '../parts.ts';

/** As pkg/dbmate/migration.go of amacneil/dbmate reads a line: to Go, only these characters are white space. */
const block = /(?<![^\n])--[\t\f\r ]*migrate:(up|down)(?![^\t\n\f\r ])([^\n]*)/g;

/** dbmate: `-- migrate:up`, `-- migrate:down`, each with its options; SQL before the first is an error to it. */
export default {
  folders: ['**/db/migrations/*.sql'],
  convention: '<version>_<description>.sql',
  directive: /^\s*migrate:(?:up|down)\b/,
  evidence: ({ text }) => (marksOf(text).length > 0 ? 'marker' : null),
  identify: (path) => fileIdentity(path, /^(?<name>(?<version>\d+).*)\.sql$/s),
  parts: (file) => cutAt(file, marksOf(file.text), 'transaction'),
  wayBack: () => ({ kind: 'section', marker: '-- migrate:down' }),
  order: 'names',
  knownBy: 'version',
} satisfies Adapter;

function marksOf(text: string): readonly Mark[] {
  if (!text.includes('migrate:')) return [];
  return Array.from(text.matchAll(block), ({ 1: kind, 2: options = '', index }): Mark => {
    const value = options.split(/\s+/).findLast((option) => /^transaction:[^:]*$/.test(option));
    const sending = value === 'transaction:false' ? 'batch' : 'transaction';
    return { kind: kind === 'up' ? 'up' : 'down', at: index, sending };
  });
}
