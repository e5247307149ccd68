import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interpolations } from '../src/script/interpolation.ts';
import { constant, hole, type Text } from '../src/script/string-text.ts';

/** SQL with `${x}` where the script has a value. */
function textOf(sql: string): Text {
  let at = 0;
  return sql.split(/(\$\{\w+\})/).map((piece) => {
    const source = [at, (at += piece.length)] as const;
    return piece.startsWith('${') ? hole(piece.slice(2, -1), source) : constant(piece, source);
  });
}

const found = (sql: string) => interpolations(textOf(sql)).map(({ expression, as }) => `${expression}: ${as}`);

const cases: readonly (readonly [sql: string, ...found: readonly string[]])[] = [
  // Values.
  ['DELETE FROM t WHERE id = ${a}', 'a: value'],
  ['DELETE FROM t WHERE ${a} = 1', 'a: name'],
  ['DELETE FROM t WHERE ${a}', 'a: text'],
  ['DELETE FROM t WHERE a = 1 AND ${a}', 'a: text'],
  ['DELETE FROM t WHERE a BETWEEN 1 AND ${a}', 'a: value'],
  ['DELETE FROM t WHERE a IN (${a}, ${b})', 'a: value', 'b: value'],
  ['DELETE FROM t WHERE a = ANY(${a})', 'a: value'],
  ['DELETE FROM t WHERE a > ${a} OR a<${b}', 'a: value', 'b: value'],
  ['DELETE FROM t WHERE a ILIKE ${a} LIMIT ${b}', 'a: value', 'b: value'],
  ['INSERT INTO t (a, ${a}) VALUES (1, ${b}), (${c}, lower(${d}))', 'a: name', 'b: value', 'c: value', 'd: value'],
  ['INSERT INTO t VALUES ${a}', 'a: text'],
  ['UPDATE t SET a = ${a}, ${b} = 2', 'a: value', 'b: name'],
  ['UPDATE t SET a = CASE WHEN a THEN ${a} ELSE ${b} END', 'a: value', 'b: value'],
  ["SELECT setval('s', ${a})", 'a: value'],
  ['SELECT ${a}', 'a: text'],
  ['ALTER TABLE t ALTER c SET DEFAULT ${a}', 'a: value'],
  ['ALTER SEQUENCE s RESTART WITH ${a}', 'a: value'],
  ['ALTER SEQUENCE s INCREMENT BY ${a}', 'a: value'],
  ['SET search_path TO ${a}', 'a: value'],
  ['CREATE TABLE t (c varchar(${a}) DEFAULT (${b}), CHECK (${c}))', 'a: value', 'b: value', 'c: text'],
  ['ALTER ROLE r PASSWORD ${a}', 'a: value'],
  ['DELETE FROM t WHERE a = 1 /* ${a} */ AND b = ${b} -- ${c}', 'b: value'],
  ['DELETE FROM t WHERE id = $${a}'],
  ['DELETE FROM t WHERE id IN ($${a}, $1${b})'],
  // Strings.
  ["DELETE FROM t WHERE a = '${a}' OR b LIKE '%${b}%'", 'a: string', 'b: string'],
  ["DELETE FROM t WHERE a = E'\\'${a}'", 'a: string'],
  ["DELETE FROM t WHERE a = '''${a}' AND b = ${b}", 'a: string', 'b: value'],
  ['DELETE FROM t WHERE a = $q$${a}$q$', 'a: string'],
  ["COMMENT ON TABLE t IS '${a}'", 'a: string'],
  ["COMMENT ON TABLE t IS '${a}", 'a: text'],
  // Names.
  ['DROP TABLE ${a}', 'a: name'],
  ['DROP TABLE IF EXISTS ${a}.${b}, ${c} CASCADE', 'a: name', 'b: name', 'c: name'],
  ['DROP TABLE "${a}", tmp_${b}, ${c}_old, "x_${d}"."y"', 'a: name', 'b: name', 'c: name', 'd: name'],
  ['DROP TABLE ${a}${b}', 'a: name', 'b: name'],
  ['CREATE TABLE ${a} (${b} int, PRIMARY KEY (${c}))', 'a: name', 'b: name', 'c: name'],
  ['CREATE INDEX ${a} ON t (${b}, lower(${c}))', 'a: name', 'b: name', 'c: name'],
  ['ALTER TABLE t ADD COLUMN ${a} int REFERENCES ${b} (${c})', 'a: name', 'b: name', 'c: name'],
  ['ALTER TABLE t RENAME COLUMN a TO ${a}', 'a: name'],
  ['ALTER TABLE t ALTER COLUMN a TYPE ${a} USING a::${b}', 'a: name', 'b: name'],
  ['SELECT * FROM a JOIN ${a} ON a.id = ${b}.id ORDER BY ${c}', 'a: name', 'b: name', 'c: name'],
  // Anything else.
  ['ALTER TABLE t ${a}', 'a: text'],
  ['DELETE FROM t ${a}', 'a: text'],
  ['${a} TABLE t', 'a: text'],
  // Statements are told apart.
  ['SELECT 1 WHERE a BETWEEN 2; DELETE FROM t WHERE a AND ${a}; DROP TABLE ${b}', 'a: text', 'b: name'],
  // Bodies that run are code, not strings.
  ["DO $$ BEGIN DROP TABLE ${a}; DELETE FROM t WHERE b = '${b}' AND c = ${c}; -- ${d}\nEND $$", 'a: name', 'b: string', 'c: value'],
  ['DO $x$ BEGIN ${a}; END $x$; DROP TABLE ${b}', 'a: text', 'b: name'],
  ['CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT max(${a}) FROM ${b} $$', 'a: value', 'b: name'],
  ['DO $$ BEGIN DROP TABLE ${a}', 'a: text'],
]; // prettier-ignore

test.each(cases)('%s', (sql, ...expected) => {
  expect(found(sql)).toEqual(expected);
});

test('a value that stands in many places is found where it stands first', () => {
  expect(interpolations(textOf('SELECT f(${a}), f(${a}); DROP TABLE ${a}')).map(({ place, as }) => [place[0], as])).toEqual([
    [9, 'value'],
    [36, 'name'],
  ]); // prettier-ignore
});

test('whatever the text, each value is found at one of its places, and bodies in bodies take no time', () => {
  const pieces = ['${a}', '${b}', "'", '"', '$$', '$x$', 'DO ', 'CREATE ', ' AS ', '(', ')', ',', ';', '--', '\n', '/*', '*/', ' ', '=', '$', "E'", '\\', 'q']; // prettier-ignore
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (words) => {
      const sql = words.join('');
      const places = new Set([...sql.matchAll(/\$\{\w\}/g)].map(({ index }) => index));
      return interpolations(textOf(sql)).every(({ place: [start, end] }) => places.has(start) && end === start + 4);
    }),
    { numRuns: 2000, seed: 4 },
  );
  const deep = Array.from({ length: 20_000 }, (_, index) => `DO $a${index}$ `).join('');
  const started = performance.now();
  expect(interpolations(textOf(`${deep}\${a}`)).length).toBeLessThan(2);
  expect(performance.now() - started).toBeLessThan(2000);
});

test('twenty thousand values take linear time', () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => `(\${a${index}}, \${b})`);
  const text = textOf(`INSERT INTO t VALUES ${rows.join(', ')}`);
  const started = performance.now();
  expect(interpolations(text)).toHaveLength(10_001);
  expect(performance.now() - started).toBeLessThan(2000);
});
