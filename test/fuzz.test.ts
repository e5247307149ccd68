import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { defaultApprovals } from '../src/approval/settings.ts';
import type { FileConfig } from '../src/config/types.ts';
import { readSource } from '../src/files/disk.ts';
import { lintSource } from '../src/lint.ts';
import { crossCheck } from '../src/sql/second-opinion.ts';
import type { Files, Finding } from '../src/types.ts';
import { randomFrom } from './random.ts';

const seed = 20_261_122;
const root = join(import.meta.dirname, '../fixtures');
const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.sql'))
  .sort();
const texts = paths.map((path) => readSource(root, path).text);
const noFiles: Files = { read: () => null, list: () => [] };

/** All rules; destruction is judged in both directions, since what is mutated may turn one into the other. */
function configFor(adapter: string | null): FileConfig {
  const active = Object.entries(rules).map(([name, { defaults }]) => ({
    name,
    severity: 'error' as const,
    options: 'directions' in defaults ? { ...defaults, directions: ['up', 'down'] } : defaults,
  }));
  return { rules: active, adapter, postgres: 15, approvals: defaultApprovals };
}

const configs = { plain: configFor('plain'), detected: configFor(null) };

const findingsIn = (text: string, { path = 'a.sql', config = configs.plain } = {}): readonly Finding[] =>
  lintSource({ path, text }, noFiles, config, { secondReader: crossCheck }).findings;

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
  const hostile = mutants(2_000);

  test('nothing throws, and every finding lies in the text', () => {
    const outside = hostile.flatMap((text, index) =>
      findingsIn(text, { path: paths[index % paths.length] ?? 'a.sql', config: configs.detected }).filter(
        ({ range: [start, end] }) => !(start >= 0 && start <= end && end <= text.length),
      ),
    );
    expect(outside).toEqual([]);
  });

  test('a DROP TABLE on a line of its own after it is found', () => {
    const lost = hostile.filter(
      (text, index) =>
        !findingsIn(text + sentinel, { config: index % 2 === 0 ? configs.plain : configs.detected }).some(isSentinel),
    );
    expect(lost).toEqual([]);
  });
});

const many = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join('');

/** Texts of any size that make a careless reader recurse too deep or read the same text again and again. */
const growing: Readonly<Record<string, (size: number) => string>> = {
  parentheses: (size) => `SELECT ${'('.repeat(size)}1${')'.repeat(size)};`,
  'open parentheses': (size) => `SELECT ${'('.repeat(size)};`,
  'chained operators': (size) => `SELECT 1${'+1'.repeat(size)};`,
  'CASE in CASE': (size) => `SELECT ${'CASE WHEN '.repeat(size)}a${' THEN 1 END'.repeat(size)};`,
  'subqueries in subqueries': (size) =>
    `DELETE FROM a WHERE ${'EXISTS (SELECT FROM a WHERE '.repeat(size)}true${')'.repeat(size)};`,
  'a long condition': (size) => `DELETE FROM a WHERE ${'a = 1 AND '.repeat(size)}true;`,
  'many rows': (size) => `INSERT INTO a VALUES ${"(1, 'abc'),".repeat(size)}(1, 'x');`,
  'many statements': (size) =>
    many(
      size,
      (index) => `CREATE TABLE t${index} (id int);\nALTER TABLE t${index} ADD c int;\nDROP TABLE t${index};\n`,
    ),
  'many actions': (size) => `ALTER TABLE a ${many(size, (index) => `DROP COLUMN c${index}, `)}DROP COLUMN c;`,
  'many names': (size) =>
    `DROP TABLE ${many(size, (index) => `t${index}, `)}t; TRUNCATE ${many(size, (index) => `u${index}, `)}u;`,
  'a chain of renames': (size) =>
    `CREATE TABLE t0 (id int);${many(size, (index) => `ALTER TABLE t${index} RENAME TO t${index + 1};\n`)}`,
  'many CTEs': (size) =>
    `WITH ${many(size, (index) => `x${index} AS (DELETE FROM a RETURNING *), `)}y AS (SELECT 1) SELECT 1;`,
  'a long DO block': (size) => `DO $$ BEGIN ${"DROP TABLE x; EXECUTE 'DROP TABLE y'; ".repeat(size)} END $$;`,
  'IF in IF': (size) => `DO $$ BEGIN ${'IF a THEN '.repeat(size)}DROP TABLE x; ${'END IF; '.repeat(size)}END $$;`,
  'functions that call each other': (size) =>
    `${many(size, (index) => `CREATE FUNCTION f${index}() RETURNS void LANGUAGE sql AS $$ SELECT f${index - 1}(), f${index - 1}() $$;\n`)}SELECT f${size - 1}();`,
  'open comments': (size) => '/* '.repeat(size),
  'comments in comments': (size) => `${'/* '.repeat(size)}${'*/ '.repeat(size)}`,
  'odd quotes': (size) => "SELECT 'a;\n".repeat(size),
  'open dollar quotes': (size) => `${many(size, (index) => `$a${index}$ `)};`,
  'NUL characters': (size) => `SELECT 1;${'\0'.repeat(size)}`,
  'broken statements': (size) => 'CREATE TABEL a (id int);\n'.repeat(size),
  'COPY without data': (size) => 'COPY a FROM stdin;\n'.repeat(size),
  'open bodies': (size) => 'CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC '.repeat(size),
  'psql commands': (size) => '\\if x\n\\set a 1\n'.repeat(size),
  placeholders: (size) => 'SELECT ${a} {{ b }} :c;\n'.repeat(size),
  'open placeholders': (size) => `${'${{{'.repeat(size)};`,
  directives: (size) =>
    '-- farout-guard-disable no-truncat -- x\nSELECT 1;\n-- farout-guard-approve no-drop-table -- x\n'.repeat(size),
  'one long directive': (size) => `-- farout-guard-disable ${'no-such-rule, '.repeat(size)}${'- '.repeat(size)}-- x\n`,
  'a long header': (size) => `/*\n${' * Migration: a\n'.repeat(size)}*/\n`,
  'Liquibase changesets': (size) =>
    `--liquibase formatted sql\n${'--changeset a:1\nSELECT 1;\n--rollback DROP TABLE a;\n'.repeat(size)}`,
  blanks: (size) => ' \t\r\n'.repeat(size),
  'one long word': (size) => `${'a'.repeat(size)};`,
};

describe('however large or deep a text is', () => {
  // Others may have the machine for a while.
  test.each(Object.keys(growing))('time in proportion, nothing hidden: %s', { retry: 2 }, (name) => {
    const text = (size: number) => (growing[name]?.(size) ?? '') + sentinel;
    const time = (size: number) => {
      const start = performance.now();
      expect(findingsIn(text(size)).some(isSentinel)).toBe(true);
      return performance.now() - start;
    };
    time(100);
    const small = Math.min(time(250), time(250));
    // Eight times the text may take eight times as long; the rest is for a busy machine.
    expect(Math.min(time(2_000), time(2_000))).toBeLessThan(Math.max(24 * small, 1_000));
  });

  test('EXECUTE in EXECUTE is read as deep as anybody writes it', () => {
    const nested = (depth: number) => {
      let text = 'DROP TABLE sentinel_users';
      for (let level = 0; level < depth; level += 1)
        text = `DO $a${level}$ BEGIN EXECUTE $b${level}$${text}$b${level}$; END $a${level}$`;
      return findingsIn(`${text};`).map(({ rule }) => rule);
    };
    expect(nested(5)).toContain('no-drop-table');
    expect(nested(400)).toContain('unverifiable-sql');
  });
});
