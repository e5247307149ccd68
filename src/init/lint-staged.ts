import { within } from '../migration/path.ts';
import type { PackageManager } from '../project/package-manager.ts';
import type { Files } from '../types.ts';
import { getInJson, setInJson } from './json-edit.ts';
import { isOurs, type Wish } from './wish.ts';
import { addToYaml, type ParseYaml } from './yaml-edit.ts';

/** https://github.com/lint-staged/lint-staged#configuration */
const names = /^(?:\.lintstagedrc(?:\.(?:json|ya?ml|[cm]?[jt]s))?|lint-staged\.config\.[cm]?[jt]s)$/;

const command = 'farout-guard lint --staged';

/** The entry for a project that uses lint-staged: whoever runs it by hand gets the verdict, too. */
export function lintStagedWishes(files: Files, packages: PackageManager | null, parse: ParseYaml): readonly Wish[] {
  if (packages === null) return [];
  const { home, manifest } = packages;
  const about = 'lint-staged calls farout-guard';
  if (manifest.keys['lint-staged'] !== undefined) return [json(within(home, 'package.json'), ['lint-staged'], about)];
  const name = files.list(home).find((entry) => names.test(entry));
  if (name === undefined) return [];
  const path = within(home, name);
  const text = files.read(path) ?? '';
  if (/^\s*\{/.test(text) && !/[jt]s$/.test(name)) return [json(path, [], about)];
  return [/\.(?:json|[cm]?[jt]s)$/.test(name) ? script(path, about) : yaml(path, about, parse)];
}

function json(path: string, keys: readonly string[], about: string): Wish {
  const merge = (text: string) => {
    if (isOurs(JSON.stringify(getInJson(text, keys) ?? ''))) return text;
    const place = [...keys, '*.sql'];
    const there = getInJson(text, place);
    if (there === undefined) return setInJson(text, place, command);
    const isList = typeof there === 'string' || Array.isArray(there);
    return isList ? setInJson(text, place, [there, command].flat()) : null;
  };
  const beside = `{ "*.sql": "${command}" }\n`;
  return { path, about, text: beside, merge, beside };
}

function yaml(path: string, about: string, parse: ParseYaml): Wish {
  const text = `'*.sql': ${command}\n`;
  const entry = { keys: [], lines: [text.trimEnd()] };
  return {
    path,
    about,
    text,
    merge: (there) => (isOurs(there) ? there : addToYaml(there, entry, parse)),
    beside: text,
  };
}

/** A program is for people to change. */
function script(path: string, about: string): Wish {
  const text = "import guard from 'farout-guard/lint-staged';\n\nexport default {\n  ...guard,\n};\n";
  return { path, about, text, merge: (there) => (isOurs(there) ? there : null), beside: text };
}
