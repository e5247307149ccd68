import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';

const camelCase = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

test('rules/index.ts holds the rules of its folder (`npx vitest -u` writes it)', async () => {
  const names = readdirSync('rules')
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
  const source = [
    '// Written by test/rules-index.test.ts from the files of this folder.',
    "import type { Rule } from '../src/rule.ts';",
    ...names.map((name) => `import ${camelCase(name)} from './${name}.ts';`),
    '',
    '/** Every rule by its name. */',
    'export const rules: Readonly<Record<string, Rule>> = {',
    ...names.map((name) => `  ${name.includes('-') ? `'${name}': ${camelCase(name)}` : name},`),
    '};',
    '',
  ].join('\n');
  await expect(source).toMatchFileSnapshot('../rules/index.ts');
});
