import type { Adapter, Identity, Sending } from '../adapter.ts';
import { handMadePaths } from '../companion.ts';
import { fileIdentity } from '../identity.ts';
import { wholeFile } from '../parts.ts';
import { baseOf, beside } from '../path.ts';
import { ofVersion } from '../versions.ts';
import type { Files, SourceFile } from '../../types.ts';

/** Versioned, baseline and undo migrations, repeatable ones, and callbacks, as ResourceNameParser.java of flyway/flyway takes them apart. */
const name =
  /^(?<name>(?:[VB]|(?<down>U))(?<version>\d+(?:[._]\d+)*)(?:__.*)?|R__.*|(?:before|after)[A-Z][A-Za-z]*(?:__.*)?)\.[sS][qQ][lL]$/s;
const own =
  /^(?:[VBU]\d+(?:[._]\d+)*__|R__|(?:before|after)(?:Each)?(?:Baseline|Clean|Connect|CreateSchema|Info|Migrate|Repair|Undo|Validate|Version))/;

const flyway: Adapter = {
  folders: ['**/db/migration/**/*.sql'],
  convention: 'V<version>__<description>.sql',
  directive: null,
  evidence: ({ path }) => (own.test(baseOf(path)) && /\.sql$/i.test(path) ? 'path' : null),
  identify(path): Identity {
    return fileIdentity(path, name);
  },
  parts: (file, direction, files) => wholeFile(file, direction, sending(file, files)),
  wayBack(path, files) {
    if (!/^V\d/.test(baseOf(path))) return { kind: 'none', paths: handMadePaths(path) };
    const found = ofVersion(path, 'down', flyway, files);
    return { kind: 'file', paths: [...found, beside(path, `U${baseOf(path).slice(1)}`)] };
  },
  // A baseline stands for all that came before it.
  unordered: (path) => !baseOf(path).startsWith('V'),
  repeats: (path) => /^(?:R__|before|after)/.test(baseOf(path)),
};

/** Flyway: `V1.2__description.sql`, `U1.2__….sql` to undo it, `R__….sql` again whenever it changes. */
export default flyway;

/** What cannot run in a transaction, by PostgreSQLParser.java; it makes Flyway run the whole file without one. */
const outside =
  /^[ \t]*(?:(?:create|drop)\s+(?:(?:database|tablespace|subscription)\b|(?:unique\s+)?index\s+concurrently\b)|alter\s+system\b|vacuum\b|discard\s+all\b|reindex\s+(?:verbose\s+)?(?:schema|database|system)\b)/im;

function sending({ path, text }: SourceFile, files: Files): Sending {
  const settings = files.read(`${path}.conf`);
  const chosen = settings === null ? null : /^[ \t]*executeInTransaction[ \t]*=[ \t]*(true|false)\b/im.exec(settings);
  if (chosen) return chosen[1]?.toLowerCase() === 'true' ? 'transaction' : 'statements';
  return outside.test(text) ? 'statements' : 'transaction';
}
