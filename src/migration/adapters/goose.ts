import type { Adapter } from '../adapter.ts';
import { fileIdentity } from '../identity.ts';
import { cutAt, type Mark } from '../parts.ts';

/** As internal/sqlparser/parser.go of pressly/goose reads a line: `--` at its start, anywhere else `--` means nothing. */
const annotation =
  /(?<![^\n])--(?:[ \t]|--)*\+goose[ \t]*(up|down|statementend|no transaction)(?:[ \t]|--)*\r?(?=\n|$)/gi;

/** goose: `-- +goose Up`, `-- +goose Down`; SQL before the first is an error to it. */
export default {
  folders: ['**/migrations/*.sql'],
  convention: '<version>_<description>.sql',
  directive: /^(?:\s|--)*\+goose/i,
  evidence: ({ text }) => (annotations(text).some(({ word }) => /^(?:up|down)$/.test(word)) ? 'marker' : null),
  identify: (path) => fileIdentity(path, /^(?<name>(?<version>\d+)_.*)\.sql$/s),
  parts(file) {
    const found = annotations(file.text);
    const sending = found.some(({ word }) => word === 'no transaction') ? 'statements' : 'transaction';
    const marks = found.flatMap(({ word, at }): Mark[] => {
      if (word === 'no transaction') return [];
      return [{ kind: word === 'up' || word === 'down' ? word : 'break', at }];
    });
    return cutAt(file, marks, sending);
  },
  wayBack: () => ({ kind: 'section', marker: '-- +goose Down' }),
  knownBy: 'version',
} satisfies Adapter;

function annotations(text: string): readonly { readonly word: string; readonly at: number }[] {
  if (!/\+goose/i.test(text)) return [];
  return Array.from(text.matchAll(annotation), ({ 1: word = '', index }) => ({ word: word.toLowerCase(), at: index }));
}
