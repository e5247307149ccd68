import type { Adapter, Part } from '../adapter.ts';
import { fileIdentity } from '../identity.ts';
import { handMadePaths } from '../companion.ts';
import { baseOf } from '../path.ts';
import type { Direction, Range } from '../../types.ts';

/** As MigrationReader.java of mybatis/migrations reads a line; the first one counts. */
const undo = /(?<![^\r\n])[ \t]*(?:--|\/\/)[ \t]*\/\/[ \t]*@UNDO[^\r\n]*/;
const special = /^(?:bootstrap|onabort)\.sql$/;

/** MyBatis Migrations: `<version>_<description>.sql`, up to `-- //@UNDO` and back after it, each in a transaction. */
export default {
  folders: ['**/scripts/[0-9]*_*.sql'],
  convention: '<version>_<description>.sql',
  directive: /^\s*\/\//,
  evidence({ text }) {
    if (text.includes('@UNDO') && undo.test(text)) return 'marker';
    return /^\s*--[ \t]*\/\/ /.test(text) ? 'hint' : null;
  },
  identify: (path) => fileIdentity(path, /^(?<name>(?<version>\d+(?:\.\d+)?)(?:_.*)?|bootstrap|onabort)\.sql$/s),
  parts({ text }) {
    const match = undo.exec(text);
    if (!match) return [part(text, 'up', [0, text.length])];
    const end = match.index + match[0].length;
    return [part(text, 'up', [0, match.index]), part(text, 'down', [end, text.length])];
  },
  wayBack: (path) =>
    special.test(baseOf(path))
      ? { kind: 'none', paths: handMadePaths(path) }
      : { kind: 'section', marker: '-- //@UNDO' },
  repeats: (path) => baseOf(path) === 'onabort.sql',
  knownBy: 'version',
} satisfies Adapter;

/** Lines that begin with `//` are comments to the tool, though not to PostgreSQL. */
function part(text: string, direction: Direction, range: Range): Part {
  const pieces: Range[] = [];
  let from = range[0];
  for (const { 0: line, index } of text.slice(...range).matchAll(/(?<![^\r\n])[ \t]*\/\/[^\r\n]*/g)) {
    pieces.push([from, range[0] + index]);
    from = range[0] + index + line.length;
  }
  pieces.push([from, range[1]]);
  return { direction, range, sending: 'transaction', texts: [pieces.filter(([a, b]) => a < b)], includes: [] };
}
