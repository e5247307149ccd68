import { folderOf } from '../migration/path.ts';
import { groupBy } from '../group.ts';
import { guessSubject } from './guess.ts';
import { proposal, type MessageOptions } from './subject.ts';
import { unitsOf, writable, type Unit } from './units.ts';

/** More migrations of one folder than this are named by one line. */
const mostOfFolder = 5;

/** More lines than this are drawn together to one for each folder at the top. */
const mostLines = 10;

/** What a person has to fill in where no receipts tell it. */
export const testedLine = 'Tested: <where, such as staging with a copy of production>';

/** The lines that name some migrations. */
export function migrationLines(units: readonly Unit[]): readonly string[] {
  const byFolder = linesBy(units, ({ paths: [path = ''] }) => folderOf(path));
  const lines = byFolder.length > mostLines ? linesBy(units, ({ paths: [path = ''] }) => topOf(path)) : byFolder;
  return lines.map((name) => `Migration: ${name}`);
}

function linesBy(units: readonly Unit[], folderFor: (unit: Unit) => string): readonly string[] {
  return [...groupBy(units, folderFor)].flatMap(([folder, those]) => {
    const names = those.map(({ name }) => name);
    if (those.length <= mostOfFolder) return names;
    // Where no letter stands before it, a wildcard names nothing.
    return /[\p{L}\p{N}]/u.test(folder) ? [`${writable(folder)}/*${commonExtension(those)}`] : [names.join(', ')];
  });
}

const topOf = (path: string) => path.slice(0, Math.max(path.indexOf('/'), 0));

function commonExtension(units: readonly Unit[]): string {
  const extensions = new Set(units.flatMap(({ paths }) => paths.map((path) => /\.\w+$/.exec(path)?.[0] ?? '')));
  const [first = ''] = extensions;
  return extensions.size === 1 ? first : '';
}

/** The message that a commit of these migrations should have; what only a person knows stands as `<…>`. */
export function expectedMessage(paths: readonly string[], options: MessageOptions, tested: string): string {
  const units = unitsOf(paths);
  const lines = units.length === 0 ? ['Migration: <file>'] : migrationLines(units);
  return `${[proposal(options, guessSubject(units)), '', ...lines, tested].join('\n')}\n`;
}
