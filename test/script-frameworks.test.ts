import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';

const camelCase = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

test('src/script/frameworks/index.ts holds the frameworks of its folder (`npx vitest -u` writes it)', async () => {
  const names = readdirSync('src/script/frameworks')
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
  const source = [
    '// Written by test/script-frameworks.test.ts from the files of this folder.',
    "import type { Framework } from '../framework.ts';",
    ...names.map((name) => `import ${camelCase(name)} from './${name}.ts';`),
    '',
    '/** Every migration framework for scripts by its name. */',
    'export const frameworks: Readonly<Record<string, Framework>> = {',
    ...names.map((name) => `  ${name.includes('-') ? `'${name}': ${camelCase(name)}` : name},`),
    '};',
    '',
  ].join('\n');
  await expect(source).toMatchFileSnapshot('../src/script/frameworks/index.ts');
});
