import { baseOf, folderOf, within } from '../migration/path.ts';
import type { Files } from '../types.ts';
import { frameworkNames, kindOf, type FrameworkKind, type FrameworkName } from './framework-kinds.ts';
import type { Folder } from './framework-walk.ts';

/** Something that shows that a framework is used: its own file, or a dependency. */
export interface Sign {
  readonly name: FrameworkName;
  /** The folder of the project that uses it. */
  readonly base: string;
  /** The folder of migrations that the file names, relative to `base`; null when it names none. */
  readonly folder: string | null;
  /** The path of the file that shows it. */
  readonly evidence: string;
  /** Whether that project is written in TypeScript. */
  readonly typescript: boolean;
}

/** Longer files are no settings. */
const longest = 20_000;

/** The signs of all frameworks, one for each project, those of the projects at the top first. */
export function findSigns(folders: readonly Folder[], files: Files): readonly Sign[] {
  const paths = folders.flatMap(({ path, entries }) => entries.map((entry) => within(path, entry)));
  const read = (path: string) => files.read(path) ?? '';
  const manifests = paths.filter((path) => baseOf(path) === 'package.json').map((path) => readManifest(path, files));
  const project: Project = { paths, manifests, read };
  const depth = ({ base }: Sign) => (base === '' ? 0 : base.split('/').length);
  return frameworkNames.flatMap((name) => onePerProject(signsOf(name, project))).sort((a, b) => depth(a) - depth(b));
}

/** Of several files, one that names the folder tells the most. */
function onePerProject(signs: readonly Sign[]): readonly Sign[] {
  const bases = [...new Set(signs.map(({ base }) => base))];
  return bases.flatMap((base) => {
    const own = signs.filter((sign) => sign.base === base);
    return own.find(({ folder }) => folder !== null) ?? own[0] ?? [];
  });
}

interface Manifest {
  readonly path: string;
  readonly base: string;
  readonly text: string;
  readonly dependencies: readonly string[];
  readonly typescript: boolean;
}

interface Project {
  readonly paths: readonly string[];
  readonly manifests: readonly Manifest[];
  readonly read: (path: string) => string;
}

function signsOf(name: FrameworkName, project: Project): readonly Sign[] {
  const kind = kindOf(name);
  const { mentions, files = [], packages = [] } = kind;
  const own = files.flatMap((file) => matching(file, project));
  const installed = project.manifests.filter(({ dependencies }) => packages.some((one) => dependencies.includes(one)));
  const mentioned = mentions ? matching(mentions.files, project).filter(({ text }) => mentions.words.test(text)) : [];
  const sign = ({ path, base, text }: Found, usual: string | null = null): Sign => {
    const typescript = nearest(base, project.manifests)?.typescript ?? /\.[cm]?ts$/.test(path);
    return { name, base, folder: folderIn(text, kind) ?? usual, evidence: path, typescript };
  };
  return [
    ...[...own, ...installed].map((found) => sign(found)),
    ...mentioned.map((found) => sign(found, mentions?.folder)),
  ];
}

type Found = Pick<Manifest, 'path' | 'base' | 'text'>;

function matching(file: RegExp, { paths, read }: Project): readonly Found[] {
  return paths.flatMap((path) => {
    const match = file.exec(path);
    return match ? [{ path, base: path.slice(0, match.index), text: read(path).slice(0, longest) }] : [];
  });
}

/** The folder that a setting names; what only the program knows (`${dir}`) or what is outside is none. */
function folderIn(text: string, { setting }: FrameworkKind): string | null {
  const match = setting?.exec(text.slice(0, longest));
  const said = match?.slice(1).find((group) => group) ?? '';
  const list = said.includes("'") || said.includes('"') ? Array.from(said.matchAll(/['"]([^'"]+)['"]/g), ([, part = '']) => part).join('/') : said; // prettier-ignore
  const folder = list.trim().replace(/^\.\//, '').replace(/\/+$/, '').replaceAll(/\/\.?\//g, '/'); // prettier-ignore
  const isPlain = /^[\p{L}\p{N}_@][\p{L}\p{N}_@ ./-]*$/u.test(folder) && !/(?:^|\/)\.\.(?:\/|$)/.test(folder);
  return isPlain ? folder : null;
}

function nearest(base: string, manifests: readonly Manifest[]): Manifest | undefined {
  return manifests
    .filter((one) => one.base === '' || base === one.base || base.startsWith(`${one.base}/`))
    .sort((a, b) => b.base.length - a.base.length)[0];
}

function readManifest(path: string, files: Files): Manifest {
  const text = files.read(path) ?? '';
  const base = folderOf(path);
  const dependencies = dependenciesOf(text);
  const typescript =
    dependencies.some((name) => /^(?:typescript|tsx|ts-node)$/.test(name)) ||
    files.list(base).includes('tsconfig.json');
  return { path, base, text, dependencies, typescript };
}

function dependenciesOf(text: string): readonly string[] {
  try {
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest !== 'object' || manifest === null) return [];
    const lists = Object.entries(manifest).filter(([key]) => /^(?:dev|optional|peer)?dependencies$/i.test(key));
    return lists.flatMap(([, list]) => (typeof list === 'object' && list !== null ? Object.keys(list as object) : []));
  } catch {
    // Its own tools will say so.
    return [];
  }
}
