import { objectIn } from '../project/manifest.ts';
import { addToJsonList, getInJson, setInJson } from './json-edit.ts';
import type { Wish } from './wish.ts';

/** Where VS Code keeps what all who work on a project share. */
export const settingsPath = '.vscode/settings.json';

const languages = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'sql'];
const disableComment = { enable: true, location: 'separateLine', commentStyle: 'block' };

/** The whole file, where there is none. */
const text = `{
  "eslint.validate": ${inOneLine(languages)},
  "eslint.codeAction.disableRuleComment": ${inOneLine(disableComment)}
}
`;

/** The settings with which VS Code shows what ESLint finds in SQL. */
export const settingsWish: Wish = {
  path: settingsPath,
  about: 'VS Code shows what ESLint finds in SQL',
  text,
  merge: (there) => (there.trim() === '' ? text : withComment(withSql(there))),
  beside: text,
};

/** Whether VS Code lets ESLint see SQL: the languages that it validates, each by its name or as an object; null when they are not set. */
export function validatesSql(settings: string): boolean | null {
  const list = getInJson(settings, ['eslint.validate']);
  if (!Array.isArray(list)) return null;
  return list.some((one: unknown) => one === 'sql' || objectIn(one)['language'] === 'sql');
}

/** The list is exclusive: what it does not name is not validated. */
function withSql(settings: string): string | null {
  const there = getInJson(settings, ['eslint.validate']) ?? null;
  if (there === null) return setInJson(settings, ['eslint.validate'], languages);
  return validatesSql(settings) === true ? settings : addToJsonList(settings, ['eslint.validate'], 'sql');
}

/** Comments that disable a rule are written so that SQL understands them, too. */
function withComment(settings: string | null): string | null {
  const key = 'eslint.codeAction.disableRuleComment';
  if (settings === null || getInJson(settings, [key]) !== undefined) return settings;
  return setInJson(settings, [key], disableComment);
}

/** As formatters write it. */
function inOneLine(value: object): string {
  return JSON.stringify(value, null, 1)
    .replaceAll(/\n */g, ' ')
    .replaceAll(/\[ | \]/g, (bracket) => bracket.trim());
}
