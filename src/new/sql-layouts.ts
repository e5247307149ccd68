import type { FrameworkName } from '../project/framework-kinds.ts';
import type { Building } from './change.ts';
import { comments, hasInnerSemicolon, stepsSql, type Draft, type NewFile } from './draft.ts';

/** How a framework's SQL migrations are written down. */
export interface SqlLayout {
  readonly building: Building;
  /** The first one is the migration itself. */
  readonly files: (draft: Draft) => readonly NewFile[];
  /** What makes the framework see the migration, besides the file. */
  readonly next?: string;
}

/** What a layout adds to the SQL; `alone` tells whether the migration cannot run inside a transaction. */
interface Marks {
  /** Before the header. */
  readonly top?: (draft: Draft) => string;
  readonly up?: (alone: boolean) => string;
  readonly down?: (alone: boolean) => string;
  readonly wrap?: (sql: string) => string;
  /** Between two statements of the way up. */
  readonly between?: string;
}

const header = ({ header }: Draft) => `${comments(header)}\n`;

/** One file with a part for each way. */
const sections = (building: Building, extension: string, marks: Marks & Required<Pick<Marks, 'down'>>): SqlLayout => ({
  building,
  files: (draft) => [{ path: `${draft.name}${extension}`, text: sectionsText(draft, marks) }],
});

function sectionsText(draft: Draft, { top, up, down, wrap }: Marks): string {
  const { up: forth, down: back, alone } = draft.change;
  const start = `${top?.(draft) ?? ''}${header(draft)}${up?.(alone) ?? ''}`;
  return `${start}${stepsSql(forth, wrap)}\n${down?.(alone) ?? ''}${stepsSql(back, wrap)}`;
}

type Paths = (draft: Draft) => readonly [up: string, down: string, ...others: string[]];

/** A file for each way; `extra` are files that the framework wants besides. */
const pair = (building: Building, paths: Paths, marks: Marks = {}, extra?: SqlLayout['files']): SqlLayout => ({
  building,
  files(draft) {
    const [up, down] = paths(draft);
    const { change } = draft;
    const { top, wrap, between: line } = marks;
    const mark = top?.(draft) ?? '';
    const forth = `${mark}${header(draft)}${stepsSql(change.up, wrap, line)}`;
    // What a person runs by hand needs no words for the tool.
    const back = `${isByHand(down) ? '' : mark}${comments([`Undoes ${draft.name}.`])}\n${stepsSql(change.down, wrap)}`;
    return [{ path: up, text: forth }, { path: down, text: back }, ...(extra?.(draft) ?? [])];
  },
});

const isByHand = (path: string) => path.startsWith('down/');

const folder = (up: string, down: string): Paths => ({ name }) => [`${name}/${up}`, `${name}/${down}`]; // prettier-ignore
const endings = (up: string, down: string): Paths => ({ name }) => [`${name}${up}`, `${name}${down}`]; // prettier-ignore
/** For tools that would run a way back beside the migration as one more migration. */
const ownFolder: Paths = ({ name }) => [`${name}.sql`, `down/${name}.sql`];

const whenAlone = (mark: string) => ({ change }: Draft) => (change.alone ? mark : ''); // prettier-ignore

const between = (begin: string, end: string) => (sql: string) =>
  hasInnerSemicolon(sql) ? `${begin}\n${sql}\n${end}` : sql;

const sqlxTop = { top: whenAlone('-- no-transaction\n') };

/** sqlx where the migrations that are there have no way back beside them. */
export const sqlxWithoutDown = pair('batch', ownFolder, sqlxTop);

/** Drizzle runs the texts between its marks one by one. */
const drizzle = pair('never', ownFolder, { between: '--> statement-breakpoint\n' });

/** The layouts of the frameworks that only need the files to be there. */
export const sqlLayouts: Readonly<Partial<Record<FrameworkName, SqlLayout>>> & { readonly plain: SqlLayout } = {
  'atlas': {
    ...pair('statements', ownFolder, { top: whenAlone('-- atlas:txmode none\n\n') }),
    next: 'atlas migrate hash, with the folder as --dir',
  },
  'dbmate': sections('batch', '.sql', {
    up: (alone) => `-- migrate:up${alone ? ' transaction:false' : ''}\n`,
    down: (alone) => `-- migrate:down${alone ? ' transaction:false' : ''}\n`,
  }),
  'diesel': pair('batch', folder('up.sql', 'down.sql'), {}, ({ name, change }) =>
    change.alone ? [{ path: `${name}/metadata.toml`, text: 'run_in_transaction = false\n' }] : [],
  ),
  'drizzle': drizzle,
  'flyway': pair('statements', ({ name }) => [`${name}.sql`, `U${name.slice(1)}.sql`]),
  'golang-migrate': pair('batch', endings('.up.sql', '.down.sql')),
  'goose': sections('statements', '.sql', {
    top: whenAlone('-- +goose NO TRANSACTION\n'),
    up: () => '-- +goose Up\n',
    down: () => '-- +goose Down\n',
    wrap: between('-- +goose StatementBegin', '-- +goose StatementEnd'),
  }),
  'graphile-migrate': {
    building: 'batch',
    files: (draft) => [
      { path: `${draft.name}.sql`, text: `${whenAlone('--! no-transaction\n')(draft)}${header(draft)}${stepsSql(draft.change.up)}` },
    ],
    next: 'graphile-migrate watch, then graphile-migrate commit',
  },
  'hasura': pair('never', folder('up.sql', 'down.sql')),
  'mybatis': sections('never', '.sql', {
    top: ({ description }) => `-- // ${description}\n`,
    down: () => '-- //@UNDO\n',
    // It ends a statement at a line's last semicolon.
    wrap: (sql) => (hasInnerSemicolon(sql) ? sql.replace(/\s*\n\s*/g, ' ') : sql),
  }),
  'node-pg-migrate': sections('never', '.sql', {
    up: () => '-- Up Migration\n',
    down: () => '-- Down Migration\n',
  }),
  'plain': pair('statements', endings('.sql', '.down.sql')),
  'pop': pair('never', endings('.up.sql', '.down.sql')),
  'postgrator': pair('batch', ({ name }) => [`${name}.sql`, `${name.replace('.do.', '.undo.')}.sql`]),
  'postgres-migrations': pair('batch', ownFolder, { top: whenAlone('-- postgres-migrations disable-transaction\n') }),
  'prisma': { ...pair('batch', folder('migration.sql', 'down.sql')), next: 'prisma migrate dev, and the same change in schema.prisma' },
  'slonik': pair('never', ownFolder),
  'sql-migrate': sections('statements', '.sql', {
    up: (alone) => `-- +migrate Up${alone ? ' notransaction' : ''}\n`,
    down: (alone) => `-- +migrate Down${alone ? ' notransaction' : ''}\n`,
    wrap: between('-- +migrate StatementBegin', '-- +migrate StatementEnd'),
  }),
  'sqlx': pair('batch', endings('.up.sql', '.down.sql'), sqlxTop),
  'supabase': pair('batch', ownFolder),
  'tern': sections('statements', '.sql', {
    up: (alone) => (alone ? '---- tern: disable-tx ----\n' : ''),
    down: (alone) => `---- create above / drop below ----\n\n${alone ? '---- tern: disable-tx ----\n' : ''}`,
  }),
  'db-migrate': pair('never', ({ name }) => [`sqls/${name}-up.sql`, `sqls/${name}-down.sql`], {}, dbMigrateLoader),
  'liquibase': { building: 'statements', files: (draft) => [{ path: `${draft.name}.sql`, text: changelog(draft) }], next: 'include the file in your changelog, unless it includes the whole folder' },
  'sqitch': {
    building: 'statements',
    files: (draft) => (['deploy', 'revert', 'verify'] as const).map((way) => ({ path: `${way}/${draft.name}.sql`, text: sqitchScript(way, draft) })),
  },
}; // prettier-ignore

/** Liquibase splits at semicolons unless told otherwise, and its way back stands in comments. */
function changelog(draft: Draft): string {
  const { version, words, change, author } = draft;
  const who = (author?.name ?? 'unknown').replace(/[^\p{L}\p{N}]+/gu, '.');
  const whole = (steps: Draft['change']['up'], option: string) =>
    steps.some(({ sql }) => hasInnerSemicolon(sql)) ? ` ${option}:false` : '';
  const options = `${change.alone ? ' runInTransaction:false' : ''}${whole(change.up, 'splitStatements')}${whole(change.down, 'rollbackSplitStatements')}`;
  const back = stepsSql(change.down).trim().split('\n').map((line) => `--rollback ${line}\n`).join(''); // prettier-ignore
  // A line that begins with Rollback would speak to it.
  const top = `/*\n${draft.header.map((line) => ` * ${line}\n`).join('')} */`;
  return `--liquibase formatted sql\n\n${top}\n\n--changeset ${who}:${[version, ...words].join('-')}${options}\n${stepsSql(change.up)}${back}`;
}

const sqitchTitles = { deploy: 'Deploy', revert: 'Revert', verify: 'Verify' };

/** psql runs the scripts; a transaction is theirs to open. */
function sqitchScript(way: 'deploy' | 'revert' | 'verify', draft: Draft): string {
  const { change, name } = draft;
  const title = `-- ${sqitchTitles[way]} ${name} ${way === 'revert' ? 'from' : way === 'verify' ? 'on' : 'to'} pg\n`;
  const sql = way === 'deploy' ? stepsSql(change.up) : way === 'revert' ? stepsSql(change.down) : verification;
  const body =
    change.alone && way !== 'verify' ? sql : `BEGIN;\n\n${sql}\n${way === 'verify' ? 'ROLLBACK' : 'COMMIT'};\n`;
  return `${title}${way === 'revert' ? '\n' : header(draft)}${body}`;
}

const verification = '-- Must fail where the change is not there.\n<SELECT that needs what was changed>;\n';

/** What db-migrate starts: it reads the SQL beside it. */
function dbMigrateLoader({ name }: Draft): readonly NewFile[] {
  const text = `'use strict';

const { readFile } = require('node:fs/promises');
const { join } = require('node:path');

const run = async (db, way) => db.runSql(await readFile(join(__dirname, 'sqls', \`${name}-\${way}.sql\`), 'utf8'));

exports.setup = () => {};
exports.up = (db) => run(db, 'up');
exports.down = (db) => run(db, 'down');
exports._meta = { version: 1 };
`;
  return [{ path: `${name}.js`, text }];
}
