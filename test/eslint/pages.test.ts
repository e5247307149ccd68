import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Linter } from 'eslint';
import { expect, test } from 'vitest';
import { lines } from '../../src/lines.ts';
import { project } from '../project.ts';
import { eslints, plugin } from './eslints.ts';

const [, { ESLint, Linter: Newest }] = eslints.at(-1)!;

const drop = `-- farout-guard: irreversible -- the table was merged into "documents"
-- eslint-disable-next-line farout-guard/require-idempotent-guard -- runs once, behind the deploy lock
CREATE INDEX documents_kind_idx ON documents (kind);
DROP TABLE IF EXISTS invoices;
`;

/** A message as an editor shows it: the words underlined, what is wrong, what can be chosen. */
function shown(
  text: string,
  { line, column, endColumn, message, ruleId, suggestions = [] }: Linter.LintMessage,
): string {
  const row = text.split('\n')[line - 1] ?? '';
  const marks = ' '.repeat(column - 1) + '~'.repeat((endColumn ?? column) - column);
  const choices = suggestions.map(({ desc }) => `    💡 ${desc}`);
  const words = message.split('\n').map((each) => `    ${each}`);
  return [`${line} │ ${row}`, `  │ ${marks}`, `    ${ruleId}`, ...words, ...choices].join('\n');
}

test('README.md shows what an editor shows', async () => {
  const root = project({ 'db/migrations/0042_merge_invoices.sql': drop });
  const rules = { 'farout-guard/template-header': 'off', 'farout-guard/migration-filename': 'off' } as const;
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: [...plugin.configs.recommended, { files: ['**/*.sql'], rules }],
  });
  const [result] = await eslint.lintFiles(['db']);
  const excerpt = [
    `db/migrations/0042_merge_invoices.sql`,
    ...result!.messages.map((message) => shown(drop, message)),
  ].join('\n');
  expect(readFileSync('README.md', 'utf8')).toContain(`\n\`\`\`\n${excerpt}\n\`\`\`\n`);
});

test('docs/eslint.md shows selectors that find what they say', () => {
  const page = readFileSync('docs/eslint.md', 'utf8');
  const selectors = Array.from(page.matchAll(/selector: '([^']+)'/g), ([, selector = '']) => selector);
  const sql =
    'CREATE TABLE a (b json, c varchar(3));\nCREATE INDEX i ON a (b);\nCREATE INDEX CONCURRENTLY j ON a (c);\nVACUUM a;\nSELECT 1::json;\n';
  const found = selectors.map((selector) => {
    const entry = {
      files: ['**/*.sql'],
      plugins: { 'farout-guard': plugin },
      language: 'farout-guard/sql',
      languageOptions: { deep: true } as never,
      rules: { 'no-restricted-syntax': ['error', selector] },
    } satisfies Linter.Config;
    const messages = new Newest({ configType: 'flat' }).verify(sql, entry, { filename: join('db', 'a.sql') });
    return messages.map(({ line, column, endLine, endColumn }) =>
      sql.slice(offset(sql, line, column), offset(sql, endLine!, endColumn!)),
    );
  });
  expect(found).toEqual([['json'], ['varchar(3)'], ['CREATE INDEX i ON a (b)'], ['VACUUM a']]);
});

const offset = (text: string, line: number, column: number) => lines(text).startOf(line) + column - 1;

test('docs/eslint.md knows the configurations and the settings', () => {
  const page = readFileSync('docs/eslint.md', 'utf8');
  expect(Object.keys(plugin.configs).filter((name) => !page.includes(`farout.configs.${name}`))).toEqual([]);
  expect(['root', 'adapter', 'postgres', 'baseBranch'].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
