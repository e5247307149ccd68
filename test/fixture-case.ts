/*
 * What stands in a folder of fixtures:
 * - a file `what-it-shows.sql`, or a script `what-it-shows.ts`: one migration, with its marks (see fixture.ts);
 * - a folder of files: they are judged next to each other;
 * - a folder with `base/` and `commit/`: the project's files on the base branch and after the change. What `commit/` lacks is deleted;
 *   equal texts are not touched; a new file with the text of a missing one is its new name, any other says
 *   `-- renamed-from: <path>`. Of what changes, SQL and scripts are migrations, `*.prisma` and `schema.ts` schema sources; others only stand around.
 *   Marks are those of `commit/`; for a deleted file, `-- expect-file: …` in `base/`. In JSON `{{hash of <path>}}` stands for the hash that a
 *   receipt has of that file of the same side;
 * - a file `what-it-shows.msg`: a commit message. Lines `# word: value` are taken out: `# migrations: a.sql, b.sql` (what the commit
 *   changes), `# options: {…}`, `# rules: …`, `# expect-file: rule "part of the message"`, and `# expect: rule "underlined text"` for the line above it;
 * - a file that is no text, or a git-lfs pointer: its marks are looked for in its bytes.
 * A page's blocks are the same: ```text is a commit message; ```ts and ```js are scripts; ```sql is a migration, or begins with a line `-- base: <path>` or
 * `-- file: <path>`: then it is a project before and after the change, where only `-- deleted: <path>` takes away.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isWritten } from '../src/config/defaults.ts';
import { decode } from '../src/files/decode.ts';
import { toSource } from '../src/files/disk.ts';
import { changesOf, emptySource, type Touched } from '../src/files/git/changes.ts';
import { contentHash } from '../src/receipt/receipt.ts';
import type { Change, Changes, Files, SourceFile } from '../src/types.ts';
import { filesInMemory, parseFixture, parseMessage, type Fixture } from './fixture.ts';

/** A file to judge and what must be found in it. */
interface Judged {
  readonly source: SourceFile;
  readonly fixture: Fixture;
  readonly bytes: Uint8Array;
}

const textsOf = (all: readonly Pick<Judged, 'source' | 'bytes'>[]): Texts =>
  all.map(({ source, bytes }) => [source.path, source.problem === undefined ? Buffer.from(source.text) : bytes]);

/** A fixture file, or the files of a fixture folder, which are linted next to each other. */
export interface FixtureCase {
  readonly title: string;
  readonly sources: readonly Judged[];
  readonly files: Files;
  readonly changes: Changes | null;
  /** The same files as bytes, marks taken out: before the change, where there is one, and after it. */
  readonly before: Texts | null;
  readonly after: Texts;
}

type Texts = readonly (readonly [path: string, bytes: Uint8Array])[];

/** The fixtures of a folder: each file by itself, each folder as a whole. */
export function readFixtures(folder: string): readonly FixtureCase[] {
  return readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return caseOf(entry.name, [[entry.name, readFileSync(path)]]);
    const [before, after] = [textsBelow(`${path}/base`), textsBelow(`${path}/commit`)];
    if (before.length + after.length > 0) return historyCase(entry.name, before, after);
    return caseOf(
      entry.name,
      textsBelow(path).map(([inner, bytes]) => [`${entry.name}/${inner}`, bytes]),
    );
  });
}

/** A fixture made of texts by path. */
export function fixtureCase(title: string, texts: readonly (readonly [path: string, text: string])[]): FixtureCase {
  return caseOf(
    title,
    texts.map(([path, text]) => [path, Buffer.from(text)]),
  );
}

/** The blocks of a page under a heading, as cases. */
export function pageCases(page: string, heading: string): readonly FixtureCase[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return Array.from(section.matchAll(/^```(sql|text|ts|js)\n(.*?)^```$/gms), ([, language, block = '']) => {
    if (language === 'text') return fixtureCase(block, [['page.msg', block]]);
    if (language !== 'sql') return fixtureCase(block, [[`20240131120000_page.${language}`, block]]);
    return /^-- (?:base|file): /.test(block) ? historyBlock(block) : fixtureCase(block, [['migration.sql', block]]);
  });
}

function historyBlock(block: string): FixtureCase {
  const before = new Map<string, Uint8Array>();
  const after = new Map<string, Uint8Array>();
  for (const [, word, path = '', text = ''] of block.matchAll(
    /^-- (base|file|deleted): (.+)\n((?:(?!-- (?:base|file|deleted): ).*\n)*)/gm,
  )) {
    if (word === 'base') before.set(path, Buffer.from(text));
    if (word === 'deleted') after.delete(path);
    else after.set(path, Buffer.from(text));
  }
  return historyCase(block, [...before], [...after]);
}

function caseOf(title: string, texts: Texts): FixtureCase {
  const sources = texts.map(([path, bytes]) => parse(path, bytes));
  const migrations = sources.flatMap(({ fixture }) => fixture.migrations ?? []);
  const files = filesInMemory(sources.map(({ source }) => source));
  const isMessage = sources.some(({ source }) => source.subject === 'commit message');
  const changes = isMessage ? { base: filesInMemory([]), of: () => null, migrations } : null;
  return { title, sources, files, changes, before: null, after: textsOf(sources) };
}

function parse(path: string, bytes: Uint8Array): Judged {
  const decoded = decode(bytes);
  if ('problem' in decoded) {
    const fixture = { ...parseFixture(Buffer.from(bytes).toString('latin1'), path), text: '' };
    return { source: toSource(fixture.path ?? path, decoded), fixture, bytes };
  }
  if (path.endsWith('.msg')) {
    const fixture = parseMessage(decoded.text);
    return { source: { path: 'COMMIT_EDITMSG', text: fixture.text, subject: 'commit message' }, fixture, bytes };
  }
  const fixture = parseFixture(decoded.text, path);
  return { source: { path: fixture.path ?? path, text: fixture.text }, fixture, bytes };
}

/** Two sides of a change; marks leave blanks behind, which are no difference. */
function historyCase(title: string, before: Texts, after: Texts): FixtureCase {
  const now = withHashes(after.map(([path, bytes]) => parse(path, bytes)));
  const paths = new Set(now.map(({ source }) => source.path));
  const old = withHashes(before.map(([path, bytes]) => parse(path, bytes)));
  const gone = old.filter(({ source }) => !paths.has(source.path));
  const changed = now.flatMap((each): readonly (Judged & { readonly change: Change })[] => {
    const change = changeOf(each, old, gone);
    return change === null ? [] : [{ ...each, change }];
  });
  const sources = new Set(changed.map(({ change }) => (change.kind === 'renamed' ? change.from : '')));
  const deleted = gone.filter(({ source }) => !sources.has(source.path));
  const same = new Map(now.map(({ source }) => [tidy(source.text), source.text]));
  const base = old.map(({ source }) => ({ ...source, text: same.get(tidy(source.text)) ?? source.text }));
  const all = [...changed, ...deleted.map((each) => ({ ...each, change: { kind: 'deleted' } as const }))].flatMap(
    judged,
  );
  const touched = all.map(({ touched }) => touched);
  const misplaced = old.filter((each) => each.fixture.expected.length > 0 && !deleted.includes(each));
  if (misplaced.length > 0) throw new Error(`${title}: a mark in base/ of a file that is not deleted`);
  return {
    title,
    sources: all,
    files: filesInMemory(now.map(({ source }) => source)),
    changes: changesOf(touched, filesInMemory(base), new Set()),
    before: textsOf(base.map((source, index) => ({ source, bytes: old[index]?.bytes ?? new Uint8Array() }))),
    after: textsOf(now),
  };
}

function withHashes(all: readonly Judged[]): readonly Judged[] {
  const texts = new Map(all.map(({ source }) => [source.path, source.text]));
  const hashOf = (path: string) => {
    const text = texts.get(path);
    if (text === undefined) throw new Error(`there is no ${path} to take the hash of`);
    return contentHash(text);
  };
  return all.map((each) => {
    if (!each.source.path.endsWith('.json')) return each;
    const text = each.source.text.replace(/\{\{hash of (.+?)\}\}/g, (_, path: string) => hashOf(path));
    return { ...each, source: { ...each.source, text } };
  });
}

const tidy = (text: string) => text.replace(/[ \t]+$/gm, '').replace(/^\n+/, '');

function changeOf({ source, fixture }: Judged, old: readonly Judged[], gone: readonly Judged[]): Change | null {
  const isSame = (other: Judged) => tidy(other.source.text) === tidy(source.text);
  const before = old.find((other) => other.source.path === source.path);
  if (before) return isSame(before) ? null : { kind: 'modified' };
  const from = fixture.renamedFrom ?? gone.find(isSame)?.source.path;
  return from === undefined ? { kind: 'added' } : { kind: 'renamed', from };
}

function judged({ source, fixture, bytes, change }: Judged & { readonly change: Change }) {
  const { path } = source;
  const isSchema = /\.prisma$|(?:^|\/)schema\.ts$/.test(path);
  if (!isSchema && !isWritten(path)) return [];
  const isDeleted = change.kind === 'deleted';
  const subject = isSchema ? 'schema source' : isDeleted ? 'deleted migration' : 'migration';
  const touched: Touched = { path, change, subject, id: null };
  return [{ source: isSchema || isDeleted ? emptySource(touched) : source, fixture, bytes, touched }];
}

/** Paths from the folder on, sorted; none when there is no such folder. */
function textsBelow(folder: string): Texts {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort()
    .map((path) => [path.slice(folder.length + 1), readFileSync(path)]);
}
