import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { replacePlaceholders } from '../src/sql/placeholders.ts';
import type { Range } from '../src/types.ts';
import { hostileTexts } from './hostile-texts.ts';
import { loadPostgres, postgresStatements } from './postgres-positions.ts';
import { junk } from './sql-generators.ts';

beforeAll(loadPostgres);

test.each([
  ['DROP TABLE ${name}', 'DROP TABLE p_____0', ['${name}']],
  ['DROP TABLE {{ name }}', 'DROP TABLE p________0', ['{{ name }}']],
  ['DROP TABLE {{{name}}}', 'DROP TABLE p________0', ['{{{name}}}']],
  ['DROP TABLE #{name}', 'DROP TABLE p_____0', ['#{name}']],
  ['DROP TABLE {name}', 'DROP TABLE p____0', ['{name}']],
  ['DROP TABLE @name@', 'DROP TABLE p____0', ['@name@']],
  ['DROP TABLE <%= name %>', 'DROP TABLE p_________0', ['<%= name %>']],
  ['DROP TABLE <%- names["a"] %>', 'DROP TABLE p_______________0', ['<%- names["a"] %>']],
  ['SELECT %(id)s, %(n)d', 'SELECT p____0, p___1', ['%(id)s', '%(n)d']],
  ['DROP TABLE :name', 'DROP TABLE p___0', [':name']],
  ['DROP TABLE :"name"', 'DROP TABLE "p___0"', [':"name"']],
  ["COMMENT ON TABLE t IS :'text'", "COMMENT ON TABLE t IS '____0'", [":'text'"]],
  ['DROP TABLE {{prefix}}users', 'DROP TABLE p________0users', ['{{prefix}}']],
  ['DROP TABLE users_${env}', 'DROP TABLE users_p____0', ['${env}']],
  ['DROP TABLE a_${b}_c', 'DROP TABLE a_p__0_c', ['${b}']],
  ['DROP TABLE ${schema}.users', 'DROP TABLE p_______0.users', ['${schema}']],
  ['DROP TABLE ${schema}.${table}', 'DROP TABLE p_______0.p______1', ['${schema}', '${table}']],
  ['DROP TABLE {{a}}{{b}}', 'DROP TABLE p___0p___1', ['{{a}}', '{{b}}']],
  ['SELECT ${a}, ${b}, ${a}', 'SELECT p__0, p__1, p__0', ['${a}', '${b}', '${a}']],
  ['SELECT :a{{b}}', 'SELECT p_____1', [':a{{b}}']],
  ['SELECT a=@b@', 'SELECT a=p_0', ['@b@']],
  ['LIMIT 5${n}', 'LIMIT 51112', ['${n}']],
  ['DROP TABLE ${x ? {a: 1}.a : "b"}', 'DROP TABLE p___________________0', ['${x ? {a: 1}.a : "b"}']],
  ["DROP TABLE {{ env 'IT' }}", 'DROP TABLE p____________0', ["{{ env 'IT' }}"]],
  ['ON "{{ option "Schema" }}".t', 'ON "p___________________0".t', ['{{ option "Schema" }}']],
  ["IN ('{{ a 'b' }}-{{ c 'd' }}')", "IN ('p_________0-p_________1')", ["{{ a 'b' }}", "{{ c 'd' }}"]],
  ['{{if .x}}\nDROP TABLE t\n{{- else -}} {{end}}', '         \nDROP TABLE t\n                    ', ['{{if .x}}', '{{- else -}}', '{{end}}']],
  ['{{#each x}}a{{/each}}{{! note }}', '           a                    ', ['{{#each x}}', '{{/each}}', '{{! note }}']],
  ['{% if x %}a{% endif %}{# note #}', '          a                     ', ['{% if x %}', '{% endif %}', '{# note #}']],
  ['<% if x %>a<%# note %>', '          a           ', ['<% if x %>', '<%# note %>']],
  ['{{ $x := 1 }}a', '             a', ['{{ $x := 1 }}']],
  ['{{ if_exists }} {{ end_date }}', 'p_____________0 p____________1', ['{{ if_exists }}', '{{ end_date }}']],
])('%s', (text, replaced, written) => {
  const result = replacePlaceholders(text);
  expect(result.text).toBe(replaced);
  expect(result.placeholders.map((placeholder) => placeholder.written)).toEqual(written);
  expect(result.placeholders.map(({ range }) => text.slice(...range))).toEqual(written);
}); // prettier-ignore

test.each([
  "SELECT '${a}', \"{{b}}\", $$ :c $$, E'%(d)s', '@e@' -- ${f}",
  'SELECT 1 /* {{a}} :b */',
  "SELECT a @> b, a <@ b, x % y, '{}'::text[], b #> c, b #>> '{d}', @ -5, @x, a @@ b, a ?| b",
  'SELECT x %(y), x %(y) s, x % (y)s',
  'SELECT a[1:n], a[:n], b::int, f(a => 1)',
  'x := y',
  'SELECT ${open, {{open, {%open, <%open, #{open, %(open, @open',
  "SELECT 'open ${a}",
])('nothing is replaced in %s', (text) => {
  expect(replacePlaceholders(text)).toEqual({ text, placeholders: [] });
});

test.each([
  ['SELECT ${a}, ${b}.c, d${e}, 1${f}', 'string', "SELECT '_0', p__1.c, dp__2, 11115"],
  ['SELECT ${a}, ${b}.c, d${e}, 1${f}', 'number', 'SELECT 1112, p__1.c, dp__2, 11115'],
  ['SELECT :a, :\'b\', :"c"', 'string', "SELECT '', '_1', \"p2\""],
  ['SELECT :a, :\'b\', :"c"', 'number', 'SELECT 12, \'_1\', "p2"'],
] as const)('%s read as a %s', (text, reading, replaced) => {
  expect(replacePlaceholders(text, reading).text).toBe(replaced);
});

test.each([
  'ALTER TABLE {{.prefix}}blocks ADD COLUMN ${column} ${type}',
  "INSERT INTO ${schema}.t (a, b) VALUES (%(a)s, :b), (:'c', @d@)",
  'CREATE TABLE #{schema}.#{table} (id int) TABLESPACE <%= space %>',
  '{% if x %} DROP TABLE {{ x }} {% endif %}',
  'CREATE INDEX i ON "{{ index .Options "Namespace" }}".users (id) WHERE a @> \'{}\' AND b = ${c}',
  'SELECT * FROM ${a} LIMIT ${n} OFFSET :m',
])('PostgreSQL accepts %s afterwards', (text) => {
  expect(postgresStatements(text)).toBe(null);
  expect(postgresStatements(replacePlaceholders(text).text)?.length).toBe(1);
});

test('any text keeps its width, and nothing but the placeholders changes', () => {
  const parts = fc.constantFrom('{{', '}}', '${', '}', '<%', '%>', '{%', '%}', '#{', '%(a)s', '@a@', ':a', "'", '"', 'if ', 'a', '\n'); // prettier-ignore
  const templates = fc.array(fc.oneof(parts, junk()), { maxLength: 12 }).map((all) => all.join(''));
  fc.assert(
    fc.property(templates, (text) => {
      const { text: replaced, placeholders } = replacePlaceholders(text);
      const ranges = placeholders.map(({ range }) => range);
      expect(replaced.length).toBe(text.length);
      expect(around(replaced, ranges)).toEqual(around(text, ranges));
      expect(placeholders.map(({ written }) => written)).toEqual(ranges.map((range) => text.slice(...range)));
    }),
    { seed: 20261122, numRuns: 3000 },
  );
});

/** What stands outside of the ranges, which must be in order. */
function around(text: string, ranges: readonly Range[]): string[] {
  const ends = [0, ...ranges.map(([, end]) => end)];
  return [...ranges.map(([start], index) => text.slice(ends[index], start)), text.slice(ends.at(-1)), ends.join()];
}

test.each(hostileTexts(100_000))('linear time on %s', (_name, text) => {
  const start = performance.now();
  expect(replacePlaceholders(text).text.length).toBe(text.length);
  expect(performance.now() - start).toBeLessThan(5000);
});
