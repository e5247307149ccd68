import type { Place } from '../files/place.ts';
import { folderOf, within } from '../migration/path.ts';
import { eslintFor, isUsed, oldestEslint, type EslintUse } from '../project/eslint-use.ts';
import { readManifest } from '../project/manifest.ts';
import { addCommand, type PackageManager } from '../project/package-manager.ts';
import type { Parse } from '../script/tree.ts';
import { settingsPath, settingsWish } from './editor-settings.ts';
import { eslintConfig, eslintLines, typescriptParsers, type ParserPackage } from './eslint-config.ts';
import { addToEslintConfig } from './eslint-edit.ts';
import type { Survey } from './survey.ts';
import { isOurs, type Wish } from './wish.ts';

/** What is to be done so that editors show findings. */
export interface EditorPlan {
  readonly wishes: readonly Wish[];
  readonly notes: readonly string[];
}

type Look = (path: string) => Place;

/** Plans the entry in the project's ESLint and the editor's settings: only where ESLint is used, and only what is certain. */
export async function planEditor(known: Survey, look: Look): Promise<EditorPlan> {
  const { packages, frameworks } = known;
  const used = frameworks.filter(({ amount }) => amount > 0).map(({ folder }) => folder);
  if (packages === null) return none(null);
  const places = used.length > 0 ? [...new Set(used)] : [packages.home];
  const plans = await Promise.all(places.map((place) => planFor(place, known, packages, look)));
  const wishes = [...new Map(plans.flatMap(({ wishes: ours }) => ours).map((wish) => [wish.path, wish])).values()];
  const notes = [...new Set(plans.flatMap(({ notes: ours }) => ours))];
  if (wishes.length === 0) return { wishes, notes };
  return { wishes: [...wishes, settingsWish], notes: [...notes, ...(await settingsNotes(known, look))] };
}

function none(packages: PackageManager | null): EditorPlan {
  const install = packages === null ? 'install ESLint' : `install ESLint (${addCommand(packages, 'eslint')})`;
  return { wishes: [], notes: [`For findings in the editor, too, ${install} and run init again.`] };
}

const noted = (note: string): EditorPlan => ({ wishes: [], notes: [note] });

async function planFor(place: string, known: Survey, packages: PackageManager, look: Look): Promise<EditorPlan> {
  const use = eslintFor(known.files, place);
  const { home } = packages;
  if (!isUsed(use)) {
    const elsewhere = eslintFor(known.files, home);
    if (!isUsed(elsewhere)) return none(packages);
    return noted(`ESLint in ${elsewhere.config ?? home} sees only what is below it, and not ${place}: the editor shows no findings there.`); // prettier-ignore
  }
  if (use.isTooOld) return noted(`For findings in the editor ESLint ${oldestEslint} or later is needed${use.version === null ? '' : `, and here is ${use.version}`}: update it, and run init again.`); // prettier-ignore
  if (!isIn(use.config === null ? (use.base ?? '') : folderOf(use.config), home)) return noted(`${use.config ?? 'ESLint'} cannot load what is installed in ${home}: the editor shows no findings.`); // prettier-ignore
  if (use.config !== null) return edited(use.config, look(use.config), await scriptParser());
  if (use.legacy !== null) return noted(`${use.legacy} is of an older form, and a new eslint.config.js would switch it off: for findings in the editor move to that (https://eslint.org/docs/latest/use/configure/migration-guide), and run init again.`); // prettier-ignore
  return created(use, known, packages);
}

const isIn = (folder: string, base: string) => base === '' || folder === base || folder.startsWith(`${base}/`);

/** oxc is loaded only where there is something to parse. */
async function scriptParser(): Promise<Parse> {
  return (await import('../script/oxc-reader.ts')).parse;
}

const about = 'ESLint shows findings in the editor';

function edited(path: string, place: Place, parse: Parse): EditorPlan {
  const text = place.kind === 'file' ? place.text : '';
  const merge = (there: string) => addToEslintConfig(path, there, parse);
  const merged = place.kind === 'file' ? merge(text) : null;
  const problem = place.kind === 'free' || merged === text ? null : place.problem;
  if (merged === null || problem !== null)
    return noted(`${path} stays as it is, for it ${problem ?? 'has a form that only a person should change'}. For findings in the editor add to it: ${eslintLines(path, text)}. Then run init again.`); // prettier-ignore
  return { wishes: [{ path, about, text: merged, merge, beside: `${eslintLines(path, text)}\n` }], notes: [] };
}

function created({ base }: EslintUse, known: Survey, packages: PackageManager): EditorPlan {
  const folder = base ?? packages.home;
  const isModule = readManifest(known.files, folder)?.keys['type'] === 'module';
  const path = within(folder, isModule ? 'eslint.config.js' : 'eslint.config.mjs');
  const needsParser = known.frameworks.some(({ language, amount }) => language === 'ts' && amount > 0);
  const parser = needsParser ? parserIn(folder, known) : null;
  const text = eslintConfig(parser);
  const merge = (there: string) => (isOurs(there) ? there : null);
  const notes = needsParser && parser === null ? [parserNote(path, packages)] : [];
  return { wishes: [{ path, about, text, merge, beside: text }], notes };
}

/** The parser that is there, those that package.json asks for first. */
function parserIn(folder: string, { files, packages }: Survey): ParserPackage | null {
  const names = Object.keys(typescriptParsers) as ParserPackage[];
  const homes = [...new Set([folder, packages?.home ?? '', ''])];
  const asked = homes.flatMap((home) => readManifest(files, home)?.dependencies ?? []);
  const isThere = (name: string) => homes.some((home) => files.list(within(home, `node_modules/${name}`)).includes('package.json')); // prettier-ignore
  return names.find((name) => asked.includes(name)) ?? names.find(isThere) ?? null;
}

function parserNote(path: string, packages: PackageManager): string {
  return `ESLint cannot read migrations in TypeScript without a parser: ${addCommand(packages, 'typescript-eslint')}, and add { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } } to ${path}.`;
}

/** Who else gets the settings. */
async function settingsNotes({ git }: Survey, look: Look): Promise<readonly string[]> {
  const place = look(settingsPath);
  const isThere = place.kind === 'file' && settingsWish.merge(place.text) === place.text;
  const isIgnored = !isThere && (await git.ask(['check-ignore', '--quiet', settingsPath])) !== null;
  return isIgnored ? [`git ignores ${settingsPath}: it works on this machine only.`] : [];
}
