import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { defaultApprovals } from '../src/approval/settings.ts';
import { lint } from '../src/lint.ts';
import type { Range } from '../src/types.ts';
import { randomFrom } from './random.ts';
import { readScript } from './script-operations.ts';

const root = join(import.meta.dirname, '../fixtures/scripts');
const texts = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.[cm]?[jt]s$/.test(path))
  .sort()
  .map((path) => readFileSync(join(root, path), 'utf8'));

const traps = ['', "'", '"', '`', '${', '}', '(', ')', ';', '\\', '...', '\r\n', '😀', '\uD800', '/*', '//', '--', '$$', '$', ' await ', ' return;', ' => ', '?.', ', ', '++', ' = ', "'DROP TABLE a'", '[0]', '{ a: ', '.then(', 'x'.repeat(300)]; // prettier-ignore

/** One of the fixtures with some of its characters taken out and others put in. */
function mutated(random: (bound: number) => number): string {
  let text = texts[random(texts.length)] ?? '';
  for (let amount = 1 + random(3); amount > 0; amount -= 1) {
    const start = random(text.length + 1);
    text = text.slice(0, start) + (traps[random(traps.length)] ?? '') + text.slice(start + random(1 + random(60)));
  }
  return text;
}

const config = {
  rules: Object.entries(rules).map(([name, { defaults }]) => ({ name, severity: 'error' as const, options: defaults })),
  adapter: null,
  postgres: 15,
  approvals: defaultApprovals,
};

test('no script makes the reader or a rule fail, and no place lies outside the file', () => {
  const random = randomFrom(20_261_122);
  const broken: string[] = [];
  for (let run = 0; run < 400; run += 1) {
    const text = mutated(random);
    const isInside = ([start, end]: Range) => 0 <= start && start <= end && end <= text.length;
    const migration = readScript(text);
    const statements = migration.sections.flatMap((section) => section.statements);
    const ranges = statements.flatMap(({ range, operations }) => [range, ...operations.map((each) => each.range)]);
    const places = [...ranges, ...migration.comments.map(({ range }) => range), ...lint(migration, config).map(({ range }) => range)]; // prettier-ignore
    if (!places.every(isInside)) broken.push(text);
  }
  expect(texts.length).toBeGreaterThan(10);
  expect(broken).toEqual([]);
});
