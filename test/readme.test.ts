import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rules } from '../rules/index.ts';

const file = new URL('../README.md', import.meta.url);
const between = /(<!-- rules: begin -->\n)[\s\S]*(<!-- rules: end -->)/;

function table(): string {
  const names = Object.keys(rules).sort((a, b) => (rules[b]?.level ?? 0) - (rules[a]?.level ?? 0) || (a < b ? -1 : 1));
  const rows = names.map(
    (name) => `| [${name}](rules/${name}.md) | ${rules[name]?.level} | ${rules[name]?.description} |`,
  );
  return ['| rule | level | |', '|---|---|---|', ...rows].join('\n');
}

test('the README lists every rule; vitest -u writes it', async () => {
  const readme = readFileSync(file, 'utf8');
  expect(between.test(readme)).toBe(true);
  await expect(
    readme.replace(between, (_, begin: string, end: string) => `${begin}\n${table()}\n\n${end}`),
  ).toMatchFileSnapshot(file.pathname);
});
