import { readdirSync, readFileSync } from 'node:fs';
import { rules } from '../rules/index.ts';
import { defaultApprovals } from '../src/approval/settings.ts';
import { downOf, withDown, type Down } from '../src/down/down-of.ts';
import { lintSource } from '../src/lint.ts';
import { read } from '../src/migration/read.ts';
import { parse } from '../src/script/parse.ts';
import { scriptReader } from '../src/script/read-script.ts';
import type { Files, Migration, SourceFile } from '../src/types.ts';
import { filesInMemory } from './fixture.ts';

/*
 * A file of fixtures/down/ is a project: below `-- ==> <path>` stands each of its files. The last one is the migration that is
 * undone; below `-- ==> down <path>` stands what comes out of it for that path.
 */
const folder = 'fixtures/down';
const scriptFolder = 'fixtures/down-scripts';
const scripts = scriptReader(parse);
const settings = { adapter: null, postgres: 17, scripts, parse };

export interface DownFixture {
  readonly files: readonly SourceFile[];
  readonly source: SourceFile;
  /** `<path>` and the text below it. */
  readonly expected: string;
}

export const fixtureNames: readonly string[] = readdirSync(folder);
export const scriptFixtureNames: readonly string[] = readdirSync(scriptFolder);

export const readFor = (source: SourceFile, files: Files): Migration => read(source, files, settings);

function partsOf(path: string): readonly SourceFile[] {
  const parts = readFileSync(path, 'utf8')
    .split(/^(?:--|\/\/) ==> /m)
    .slice(1);
  return parts.map((part) => {
    const end = part.indexOf('\n');
    return { path: part.slice(0, end), text: part.slice(end + 1) };
  });
}

/** A project whose last file is a script, and what that becomes, below `// ==> written`; or why it does not, behind `// ==> refused`. */
export function scriptFixture(name: string): Pick<DownFixture, 'files' | 'source'> & { written: string; refused: string } {
  const texts = partsOf(`${scriptFolder}/${name}`);
  const files = texts.filter(({ path }) => !/^(?:written$|refused )/.test(path));
  const end = texts.at(-1)!;
  return { files, source: files.at(-1)!, written: end.path === 'written' ? end.text : '', refused: end.path.replace(/^refused /, '') };
} // prettier-ignore

export function downFixture(name: string): DownFixture {
  const texts = partsOf(`${folder}/${name}`);
  const files = texts.filter(({ path }) => !path.startsWith('down '));
  const expected = texts.find(({ path }) => path.startsWith('down '));
  return { files, source: files.at(-1)!, expected: expected ? `${expected.path.slice(5)}\n${expected.text}` : '' };
} // prettier-ignore

export function downFor({ files, source }: Pick<DownFixture, 'files' | 'source'>, among: Files = filesInMemory(files), more: { adapter?: string | null } = {}): Down {
  const chosen = { ...settings, ...more };
  return downOf(read(source, among, chosen), among, chosen);
} // prettier-ignore

/** What the rule for ways back says once this one is there. */
export function leftOf({ files, source }: Pick<DownFixture, 'files' | 'source'>, down: Down, { adapter = null, options = {} }: { adapter?: string | null; options?: object | undefined } = {}): readonly string[] {
  const after = withDown(filesInMemory(files), down);
  const rule = 'require-down-migration';
  const config = {
    rules: [{ name: rule, severity: 'error' as const, options: { ...rules[rule]!.defaults, ...options } }],
    adapter,
    postgres: 17,
    approvals: defaultApprovals,
  };
  const text = after.read(source.path) ?? source.text;
  const { findings } = lintSource({ ...source, text }, after, config, { scripts });
  return findings.map(({ message }) => message.split('\n')[0] ?? '');
} // prettier-ignore
