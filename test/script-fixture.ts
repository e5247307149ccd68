/*
 * What stands in fixtures/scripts/<framework>/:
 * - a script `what-it-shows.ts` (or another extension of scripts): one migration with its marks and settings (see fixture.ts);
 *   one without marks has "silent" in its name;
 * - a folder of files, which stand beside each other: those with marks, or "silent" in their names, are migrations.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isScript } from '../src/config/defaults.ts';
import type { Files, SourceFile } from '../src/types.ts';
import { filesInMemory, parseFixture, type Fixture } from './fixture.ts';

const root = 'fixtures/scripts';

/** A script to judge, with the files around it. */
export interface ScriptFixture {
  /** From the framework's folder on. */
  readonly title: string;
  /** The name of the folder, which is the adapter's. */
  readonly framework: string;
  readonly source: SourceFile;
  readonly fixture: Fixture;
  readonly files: Files;
}

/** The frameworks that have fixtures. */
export function fixtureFrameworks(): readonly string[] {
  return existsSync(root) ? readdirSync(root).sort() : [];
}

/** The fixtures of a framework. */
export function scriptFixtures(framework: string): readonly ScriptFixture[] {
  return readdirSync(`${root}/${framework}`, { withFileTypes: true }).flatMap((entry) =>
    readOne(framework, entry.name, entry.isDirectory() ? filesBelow(`${framework}/${entry.name}`) : ['']),
  );
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(`${root}/${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(`${root}/${folder}`.length));
}

function readOne(framework: string, name: string, inner: readonly string[]): readonly ScriptFixture[] {
  const all = inner.map((rest) => {
    const title = `${framework}/${name}${rest}`;
    const base = rest === '' ? `20240101000000_${name}` : rest.slice(1);
    return { title, ...taken(title, `db/migrations/${base}`) };
  });
  const files = filesInMemory(all.map(({ source }) => source));
  const isJudged = ({ title, fixture }: (typeof all)[number]) =>
    isScript(title) && (inner.length === 1 || fixture.expected.length > 0 || title.includes('silent'));
  return all.filter(isJudged).map((each) => ({ ...each, framework, files }));
}

function taken(title: string, path: string): { source: SourceFile; fixture: Fixture } {
  try {
    const fixture = parseFixture(readFileSync(`${root}/${title}`, 'utf8'), title);
    return { source: { path: fixture.path ?? path, text: fixture.text }, fixture };
  } catch (error) {
    throw new Error(`${title}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** Whether a fixture would pass whatever is found. */
export function cannotFail({ title, fixture }: ScriptFixture): boolean {
  return fixture.expected.length === 0 && !title.includes('silent');
}
