import { isScript } from '../../config/defaults.ts';
import type { Adapter } from '../adapter.ts';
import { handMadePaths } from '../companion.ts';
import { fileIdentity, folderIdentity } from '../identity.ts';
import { textsBetween } from '../parts.ts';
import { baseOf, beside, folderOf, hasBeside, within } from '../path.ts';
import { placesOf } from '../places.ts';
import { scriptIdentity } from '../script-adapter.ts';

const breakpoint = '--> statement-breakpoint';

/**
 * Drizzle: `0000_name.sql` with `meta/_journal.json`, or `<timestamp>_name/migration.sql` with `snapshot.json`.
 * It splits at `--> statement-breakpoint` and runs all that is pending in one transaction; it has no way back.
 * Scripts are run by hand or by a program of the project's own, whatever they are called.
 */
export default {
  folders: ['**/drizzle/**/*.sql', '**/migrations/*.sql'],
  convention: '<number>_<description>.sql',
  directive: /^> statement-breakpoint/,
  evidence({ path, text }, files) {
    if (isScript(path)) return null;
    if (baseOf(path) === 'migration.sql') return hasBeside(path, 'snapshot.json', files) ? 'certain' : null;
    if (text.includes(breakpoint)) return 'marker';
    const journal = files.list(within(folderOf(path), 'meta')).includes('_journal.json');
    return journal && /^\d+_.+\.sql$/s.test(baseOf(path)) ? 'project' : null;
  },
  identify(path) {
    if (isScript(path)) return { ...scriptIdentity(path), valid: true };
    return /^(?:migration|down)\.sql$/.test(baseOf(path))
      ? folderIdentity(path, /^(?<version>\d+)_./)
      : fileIdentity(path, /^(?<name>(?<version>\d+)_.+)\.sql$/s);
  },
  parts({ path, text }, direction) {
    if (isScript(path)) return [];
    const range = [0, text.length] as const;
    const places = placesOf(text, breakpoint).map((at) => [at, at] as const);
    const texts = textsBetween(range, places);
    return [{ direction, range, sending: 'transaction', texts, includes: [] }];
  },
  wayBack: (path) => ({
    kind: 'none',
    paths: baseOf(path) === 'migration.sql' ? [beside(path, 'down.sql')] : handMadePaths(path),
  }),
} satisfies Adapter;
