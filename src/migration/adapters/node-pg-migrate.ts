import { anyMigration, isScript } from '../../config/defaults.ts';
import type { Adapter, Part } from '../adapter.ts';
import { fileIdentity } from '../identity.ts';
import { cutAt, type Mark, verbatimPart } from '../parts.ts';
import { baseOf } from '../path.ts';
import { scriptWayBack } from '../script-adapter.ts';

const words = { up: /up\s+migration/gi, down: /down\s+migration/gi };

/** node-pg-migrate: scripts, and SQL files with `-- Up Migration` and `-- Down Migration`, always in a transaction. */
export default {
  folders: [`**/migrations/${anyMigration}`],
  convention: '<timestamp>_<description>.ts or .sql',
  directive: /^[\s-]*(?:up|down)\s+migration/i,
  evidence({ path, text }) {
    if (isScript(path)) return null;
    if (text.includes(' Migration') && /(?<![^\n])-- (?:Up|Down) Migration[ \t\r]*(?=\n|$)/.test(text)) return 'marker';
    return /^\d+[-_]/.test(baseOf(path)) && marksOf(text).length > 0 ? 'hint' : null;
  },
  identify: (path) => fileIdentity(path, /^(?<name>(?<version>\d+)(?!\d).*)\.(?:sql|[cm]?[jt]s)$/s),
  parts(file) {
    if (isScript(file.path)) return [];
    const marks = marksOf(file.text);
    const [first] = marks;
    return first?.kind === 'down' && marks.length === 1
      ? withoutUp(file.text, first)
      : cutAt(file, marks, 'transaction');
  },
  wayBack: (path) => (isScript(path) ? scriptWayBack(path) : { kind: 'section', marker: '-- Down Migration' }),
  knownBy: 'name',
  ignoresExtension: true,
} satisfies Adapter;

/** Only the first marker of each direction counts. */
function marksOf(text: string): readonly Mark[] {
  const marks = (['up', 'down'] as const).map((kind): Mark => ({ kind, at: placeOf(text, words[kind]) }));
  return marks.filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at);
}

/** Where the tool's `^\s*--[\s-]*up\s+migration` matches first (src/sqlMigration.ts of salsita/node-pg-migrate), in linear time; or -1. */
function placeOf(text: string, word: RegExp): number {
  for (const { index } of text.matchAll(word)) {
    let from = index;
    while (from > 0 && /[\s-]/.test(text.charAt(from - 1))) from--;
    const start = Math.max(from - 1, 0);
    const line = text.slice(start, index).search(/^[^\S\r\n\u2028\u2029]*--/m);
    if (line >= 0) return start + line;
  }
  return -1;
}

/** Without the up marker the tool runs the whole file up, what it runs down included. */
function withoutUp(text: string, { at }: Mark): readonly Part[] {
  return [verbatimPart('up', [0, text.length], 'transaction'), verbatimPart('down', [at, text.length], 'transaction')];
}
