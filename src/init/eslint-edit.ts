import type { Node, NodeOf, Parse, Tree } from '../script/tree.ts';
import { rangeOf } from '../script/tree.ts';
import type { Range } from '../types.ts';
import { appendEntry } from './append-entry.ts';
import { exportedList, requiredModule, type ExportedList } from './eslint-list.ts';

/** Where the plugin comes from. */
export const pluginModule = 'farout-guard/eslint';

/** What the plugin is called in the file: the first name that is free. */
const names = ['farout', 'faroutGuard'];

/** Adds our entries at the end of a flat configuration of ESLint, as the file is written; null where it is not certain how. */
export function addToEslintConfig(path: string, text: string, parse: Parse): string | null {
  if (speaksOfPlugin(text)) return text;
  const before = listOf(path, text, parse);
  const name = names.find((one) => !new RegExp(`(?<![\\w$])${one}(?![\\w$-])`).test(text));
  if (before === null || name === undefined) return null;
  const entry = `...${name}.project()`;
  const withEntry = appendEntry(text, { start: before.list.start, last: before.list.entries.at(-1) ?? null }, () => entry); // prettier-ignore
  const between = listOf(path, withEntry, parse);
  if (between === null) return null;
  const edited = withImport(withEntry, name, between);
  return isRight({ path, text: edited, entry }, { ...before, text }, parse) ? edited : null;
}

/** Whether a configuration loads the plugin already. */
function speaksOfPlugin(text: string): boolean {
  return text.includes(pluginModule);
}

interface Read {
  readonly program: Tree['program'];
  readonly list: ExportedList;
}

function listOf(path: string, text: string, parse: Parse): Read | null {
  const parsed = parse(path, text);
  const list = parsed.ok ? exportedList(parsed.tree.program, text) : null;
  return parsed.ok && list ? { program: parsed.tree.program, list } : null;
}

function withImport(text: string, name: string, { program, list }: Read): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const loads = program.body.filter((statement) => moduleOf(statement) !== null && (list.style === 'module' || rangeOf(statement)[1] <= rangeOf(list.statement)[0])); // prettier-ignore
  const last = loads.at(-1) ?? program.body.findLast((one) => 'directive' in one && one.directive);
  const line = importLine(name, list.style, styleOf(text, program.body, loads.at(-1)));
  if (last) {
    const end = rangeOf(last)[1];
    const at = end + (/^[^\S\r\n]*(?:\/\/[^\r\n]*)?(?=\r?\n|$)/.exec(text.slice(end))?.[0].length ?? 0);
    return text.slice(0, at) + eol + line + text.slice(at);
  }
  const at = headOf(text);
  return text.slice(0, at) + line + eol + eol + text.slice(at);
}

/** The module that a statement at the top loads. */
function moduleOf(statement: Node): string | null {
  if (statement.type === 'ImportDeclaration') return statement.source.value;
  if (statement.type !== 'VariableDeclaration') return null;
  return statement.declarations.map(({ init }) => init && requiredModule(init)).find((name) => name) ?? null;
}

interface Style {
  readonly quote: string;
  readonly end: string;
}

function importLine(name: string, kind: ExportedList['style'], { quote, end }: Style): string {
  const module = quote + pluginModule + quote;
  return kind === 'module' ? `import ${name} from ${module}${end}` : `const ${name} = require(${module})${end}`;
}

/** As the last import is written; without one, as most of the file is. */
function styleOf(text: string, body: readonly Node[], like: Node | undefined): Style {
  const words = like ? text.slice(...rangeOf(like)) : text;
  const count = (sign: string) => words.split(sign).length;
  const ends = (like ? [like] : body).filter((one) => text.slice(...rangeOf(one)).endsWith(';'));
  return { quote: count('"') > count("'") ? '"' : "'", end: ends.length > 0 ? ';' : '' };
}

/** After what must stay first: the byte order mark, the interpreter, `@ts-check`, and comments that a blank line parts from the rest. */
function headOf(text: string): number {
  const comment = String.raw`(?:\/\/[^\r\n]*|\/\*(?:(?!\*\/)[^])*\*\/[^\S\r\n]*)\r?\n`;
  const parted = String.raw`(?:${comment})+(?:[^\S\r\n]*\r?\n)+`;
  const head = new RegExp(String.raw`^\ufeff?(?:#![^\r\n]*\r?\n)?(?:${parted}|\/\/ *@ts-[^\r\n]*\r?\n)*`);
  return head.exec(text)?.[0].length ?? 0;
}

/** Whether reading the result shows what was there, and ours. */
function isRight(
  { path, text, entry }: { readonly path: string; readonly text: string; readonly entry: string },
  before: Read & { readonly text: string },
  parse: Parse,
): boolean {
  const after = listOf(path, text, parse);
  if (after === null) return false;
  const textsOf = (ranges: readonly Range[], whole: string) => ranges.map((range) => whole.slice(...range));
  const wanted = [...textsOf(before.list.entries, before.text), entry];
  const isListRight = JSON.stringify(textsOf(after.list.entries, text)) === JSON.stringify(wanted);
  return isListRight && after.program.body.length === before.program.body.length + 1 && loadsPlugin(after.program);
}

function loadsPlugin({ body }: NodeOf<'Program'>): boolean {
  return body.some((statement) => moduleOf(statement) === pluginModule);
}
