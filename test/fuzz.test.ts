import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import type { FileConfig } from '../src/config/types.ts';
import { diskFiles } from '../src/files/disk.ts';
import { lintSource } from '../src/lint.ts';
import { crossCheck } from '../src/sql/second-opinion.ts';
import type { Files, Finding } from '../src/types.ts';

const seed = 20_261_122;
const root = join(import.meta.dirname, '../fixtures');
const disk = diskFiles(root);
const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.sql'))
  .sort();
const texts = paths.map((path) => disk.read(path) ?? '');
const noFiles: Files = { read: () => null, list: () => [] };

/** All rules; destruction is judged in both directions, since what is mutated may turn one into the other. */
function configFor(adapter: string | null): FileConfig {
  const active = Object.entries(rules).map(([name, { defaults }]) => ({
    name,
    severity: 'error' as const,
    options: 'directions' in defaults ? { ...defaults, directions: ['up', 'down'] } : defaults,
  }));
  return { rules: active, adapter, postgres: 15, approvals: { mode: 'inline' } };
}

const configs = { plain: configFor('plain'), detected: configFor(null) };

const findingsIn = (text: string, { path = 'a.sql', config = configs.plain } = {}): readonly Finding[] =>
  lintSource({ path, text }, noFiles, config, crossCheck).findings;

/** Whole numbers below a bound, the same for the same seed (mulberry32). */
function randomFrom(start: number): (bound: number) => number {
  let state = start;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

const traps = [
  "'", '"', '$$', '$a$', '/*', '*/', '--', ';', '\\', '(', ')', '\n', '\r', '\0', '\uFEFF', '\uD800', 'é', '😀', "E'", "U&'", 'BEGIN ATOMIC', 'END',
  'COPY a FROM stdin;\n', '\\.\n', '\\gexec\n', '\\if x\n', ':x', '${', '{{', '}}', '%(x)s', '// eslint-disable farout-guard/x\n', 'DO $$ BEGIN ',
  '-- +goose Up\n', '-- +goose Down\n', '-- migrate:down\n', '-- farout-guard-disable -- x\n', '--rollback ', 'CREATE RULE r AS ON DELETE TO a DO (',
]; // prettier-ignore

function mutate(random: (bound: number) => number): string {
  const some = () => texts[random(texts.length)] ?? '';
  const text = some();
  const [from, to] = [random(text.length + 1), random(text.length + 1)].sort((a, b) => a - b) as [number, number];
  const trap = () => traps[random(traps.length)] ?? '';
  switch (random(6)) {
    case 0:
      return String.fromCharCode(...Array.from({ length: random(400) }, () => random(256)));
    case 1:
      return String.fromCharCode(...Array.from({ length: random(400) }, () => random(65_536)));
    case 2:
      return text.slice(0, to);
    case 3:
      return text.slice(0, from) + text.slice(to);
    case 4:
      return text.slice(0, from) + some().slice(random(200)) + text.slice(from);
    default:
      return text.slice(0, from) + trap() + text.slice(from, to) + trap() + trap() + text.slice(to);
  }
}

const mutants = (count: number): readonly string[] => {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => mutate(random));
};

const sentinel = '\nSELECT 1;\nDROP TABLE sentinel_users;\n';
const isSentinel = ({ rule, message }: Finding) => rule === 'no-drop-table' && message.includes('sentinel_users');

describe('whatever a file holds', () => {
  const hostile = mutants(4_000);

  test('nothing throws, and every finding lies in the text', () => {
    const outside = hostile.flatMap((text, index) =>
      findingsIn(text, { path: paths[index % paths.length] ?? 'a.sql', config: configs.detected }).filter(
        ({ range: [start, end] }) => !(start >= 0 && start <= end && end <= text.length),
      ),
    );
    expect(outside).toEqual([]);
  });

  test('a DROP TABLE on a line of its own after it is found', () => {
    expect(hostile.filter((text) => !findingsIn(text + sentinel).some(isSentinel))).toEqual([]);
  });
});
