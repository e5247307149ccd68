import type { Adapter, Part } from '../adapter.ts';
import { readChangelog, type Changeset } from '../changelog.ts';
import { textsBetween } from '../parts.ts';
import { baseOf } from '../path.ts';

/**
 * Liquibase's formatted SQL: `--changeset author:id`, each in a transaction of its own; the way back stands in comments
 * (`--rollback …`). All else of the file is read as running up, checks (`--precondition-sql-check`) included.
 */
export default {
  folders: ['**/db/changelog/**/*.sql', '**/changelogs/**/*.sql'],
  convention: null,
  directive:
    /^\s*(?:liquibase\b|changeset\b|property\b|rollback\b|preconditions?\b|comments?\b|validchecksum\b|ignorelines\b|include(?:all)?\b)/i,
  evidence: ({ text }) => (/^\s*--[ \t]*liquibase[ \t]*formatted/i.test(text) ? 'marker' : null),
  identify: (path) => ({
    name: baseOf(path).replace(/\.sql$/i, ''),
    version: null,
    direction: 'up',
    valid: true,
    unit: 'file',
  }),
  parts: ({ text }) => readChangelog(text).flatMap(partsOf),
  wayBack: () => ({ kind: 'section', marker: '--rollback' }),
  pieces: (text) => readChangelog(text).map(({ name, range, repeats }) => ({ name, range, repeats })),
} satisfies Adapter;

function partsOf({ range, transaction, checks, delimiters, rollback, includes }: Changeset): readonly Part[] {
  const sending = transaction ? 'transaction' : 'statements';
  const texts = [...textsBetween(range, delimiters), ...checks.map((check) => [check])];
  const up: Part = { direction: 'up', range, sending, texts, includes };
  if (rollback === null) return [up];
  const back = { texts: [rollback.pieces], includes: rollback.elsewhere ? [rollback.range] : [] };
  return [up, { direction: 'down', range: rollback.range, sending, ...back }];
}
