import { createRequire } from 'node:module';
import type { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import { project } from '../project.ts';
import { eslints, plugin } from './eslints.ts';

const require = createRequire(import.meta.url);
const typescript = require('typescript-eslint') as { configs: Readonly<Record<string, Linter.Config[]>> };

const sql = `-- eslint-disable-next-line no-undef -- nothing of this is JavaScript
DROP TABLE users; /* eslint no-var: "error" */
SELEC 1;
`;

describe.each(
  eslints.map(
    ([version, { ESLint }], index) => [version, ESLint, ['eslint-9-15', 'eslint-9', 'eslint'][index]!] as const,
  ),
)('ESLint %s', (_, ESLint, name) => {
  const { configs: js } = createRequire(require.resolve(`${name}/package.json`))('@eslint/js') as {
    configs: Readonly<Record<string, Linter.Config>>;
  };
  const typed: Linter.Config = { languageOptions: { parserOptions: { projectService: true } } };
  const others: Readonly<Record<string, readonly Linter.Config[]>> = {
    nothing: [],
    'js.configs.recommended': [js['recommended']!],
    'js.configs.all': [js['all']!],
    'typescript-eslint, strict and stylistic, with types': [
      ...typescript.configs['strictTypeChecked']!,
      ...typescript.configs['stylisticTypeChecked']!,
      typed,
    ],
    'all of ESLint and of typescript-eslint': [js['all']!, ...typescript.configs['all']!, typed],
    'all of them, kept away from SQL': plugin.protect(js['all']!, [typescript.configs['all']!, [typed]]),
  };

  test.each(Object.keys(others))('%s in front of ours', async (title) => {
    const root = project({ 'db/migrations/1_a.sql': sql });
    const overrideConfig = [...others[title]!, ...plugin.configs.recommended];
    const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig });
    const [result] = await eslint.lintFiles(['.']);
    expect(
      result!.messages.filter(({ ruleId }) => ruleId !== null).map(({ ruleId, line }) => `${line} ${ruleId}`),
    ).toEqual([
      '1 farout-guard/template-header',
      '2 farout-guard/no-drop-table',
      '2 farout-guard/require-down-migration',
      '2 farout-guard/require-idempotent-guard',
      '3 farout-guard/unparseable-sql',
    ]);
  });
});

test('entries that only ignore files are left as they are', () => {
  const entries = [
    { ignores: ['dist'] },
    { name: 'x', ignores: ['a'] },
    { ignores: ['b'], rules: {} },
    { files: ['**/*.js'] },
  ];
  expect(plugin.protect(entries)).toEqual([
    { ignores: ['dist'] },
    { name: 'x', ignores: ['a'] },
    { ignores: ['b', '**/*.[sS][qQ][lL]'], rules: {} },
    { files: ['**/*.js'], ignores: ['**/*.[sS][qQ][lL]'] },
  ]);
});
