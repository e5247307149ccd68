import { defaultMigrations } from '../config/default-migrations.ts';
import { configuredMatcher } from '../config/match.ts';
import { folderOf, within } from '../migration/path.ts';
import { sqlTemplate, sqlTemplateFor, typescriptTemplate } from '../new/template.ts';
import type { Files } from '../types.ts';
import type { Survey } from './survey.ts';
import { document, type Wish } from './wish.ts';

/** What a new migration begins with: near the migrations, and not among them. */
export function templateWishes({ frameworks, files }: Survey, folders: readonly string[]): readonly Wish[] {
  const folder = templateFolder(folders, files);
  const sql = frameworks.find(({ language }) => language === 'sql');
  const script = frameworks.find(({ language }) => language === 'ts');
  const template = (extension: string, sign: string, text: string) => {
    const signed = `${text.trimEnd()}\n\n${sign} Set up by farout-guard init; yours to adapt.\n`;
    return document(within(folder, `TEMPLATE_migration.${extension}`), 'what a migration begins with', signed);
  };
  return [
    template('sql', '--', sql ? sqlTemplateFor(sql) : sqlTemplate),
    ...(script ? [template('ts', '//', typescriptTemplate(script))] : []),
  ];
}

/** The folder above the migrations that has a template already, else the nearest that no runner looks into. */
function templateFolder(folders: readonly string[], files: Files): string {
  const above = foldersAbove(folders[0] ?? '');
  const counts = [defaultMigrations, folders].map((globs) => configuredMatcher(globs));
  const isFree = (folder: string) =>
    ['sql', 'ts'].every((extension) =>
      counts.every((isMigration) => !isMigration(within(folder, `TEMPLATE_migration.${extension}`))),
    );
  return above.find((folder) => files.list(folder).includes('TEMPLATE_migration.sql')) ?? above.find(isFree) ?? '';
}

function foldersAbove(folder: string): readonly string[] {
  return folder === '' ? [] : [folderOf(folder), ...foldersAbove(folderOf(folder))];
}
