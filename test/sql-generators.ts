import fc from 'fast-check';

/** Texts made of statements that PostgreSQL accepts, with every kind of blank, comment and semicolon between them. */
export function statements(): fc.Arbitrary<string> {
  const statement = fc.oneof(
    fc.constantFrom(...fixed),
    fc.tuple(expressionList()).map(([list]) => `SELECT ${list}`),
  );
  const piece = fc.tuple(blank(), statement, blank()).map((parts) => parts.join(''));
  return fc
    .tuple(fc.array(piece, { maxLength: 8 }), fc.constantFrom(';', ';;', ';/*;*/;'))
    .map(([pieces, sign]) => pieces.join(sign));
}

/** Texts of the signs that matter to a reader, in any order. */
export function junk(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.array(fc.constantFrom(...signs), { maxLength: 60 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 80 }),
  );
}

/** Pieces of given texts and junk, put together. */
export function splices(texts: readonly string[]): fc.Arbitrary<string> {
  const slice = fc
    .tuple(fc.constantFrom(...texts), fc.nat(), fc.nat())
    .map(([text, start, length]) => text.slice(start % text.length).slice(0, length % text.length));
  return fc.array(fc.oneof(slice, junk()), { maxLength: 6 }).map((parts) => parts.join(''));
}

/** Literals of every form, most of them accepted by PostgreSQL. */
export function literals(): fc.Arbitrary<string> {
  const content = fc.array(fc.constantFrom(...contents), { maxLength: 12 }).map((parts) => parts.join(''));
  const prefix = fc.constantFrom("'", "E'", "e'", "U&'", "u&'", "N'");
  const continued = fc.tuple(prefix, content, fc.option(fc.tuple(fc.constantFrom('\n', ' -- x\n ', '\r\n'), content)));
  const string = continued.map(
    ([open, text, more]) => `${open}${text}'${more === null ? '' : `${more[0]}'${more[1]}'`}`,
  );
  const escaped = fc.tuple(fc.constantFrom("'", '"'), content).map(([quote, text]) => {
    const doubled = text.replaceAll(quote, quote + quote);
    return `U&${quote}${doubled.replaceAll('\\', '!')}${quote} UESCAPE '!'`;
  });
  return fc.oneof(
    string,
    escaped,
    fc.tuple(fc.constantFrom('$$', '$é$', '$a1$'), content).map(([tag, text]) => tag + text + tag),
  );
}

/** Names, quoted and not, of any length. */
export function names(): fc.Arbitrary<string> {
  const letters = fc.array(fc.constantFrom('a', 'B', 'É', 'ß', 'x9', '_', '$1', '表', '😀'), {
    minLength: 1,
    maxLength: 40,
  });
  const text = letters.map((parts) => parts.join(''));
  return fc.oneof(text.map((name) => `A${name}`), text.map((name) => `"${name}"`), text.map((name) => `"a""${name}"`), text.map((name) => `U&"\\0041${name}\\+01F600"`)); // prettier-ignore
}

const fixed = [
  'DROP TABLE a', 'BEGIN', 'END', 'COMMIT', 'SELECT', 'DELETE FROM "t;" WHERE a = \'b;\'', 'COPY t FROM stdin', 'COPY (SELECT 1) TO STDOUT',
  "DO $x$ BEGIN ; 'a END $x$", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT 2'",
  'CREATE FUNCTION f(a int) RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE a WHEN 1 THEN CASE WHEN true THEN 2 END END; END',
  'CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC INSERT INTO t SELECT 1 AS end; END', 'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC END',
  'CREATE FUNCTION f() RETURNS int RETURN (SELECT 1)', 'CREATE RULE r AS ON INSERT TO t DO (SELECT 1; NOTIFY x;)', 'CREATE RULE r AS ON UPDATE TO t DO INSTEAD NOTHING',
  'CREATE OR REPLACE RULE r AS ON DELETE TO t DO ALSO (DELETE FROM u; (SELECT (1)); UPDATE v SET a = 1)', 'CREATE SCHEMA s CREATE TABLE t (a int) CREATE VIEW v AS SELECT 1',
  'CREATE TABLE rule (begin int, "end" int)', 'CREATE FUNCTION begin(begin int) RETURNS int LANGUAGE sql AS $$ END; $$',
]; // prettier-ignore

const expressions = [
  "'a;b'", "E'\\';'", "E'a'\n'\\''", "U&'\\0061;'", "B'01'", "x'ff'", "N';'", '"a;b"', 'U&"a;"', '$$;$$', '$a$ $$;$b$ $a$', '$1', 'a$1', 'x$$', '1.', '.5', '1e10', '0x1F',
  '1_000', 'a[1:2]', 'a[1:n]', 'b::text', "c ->> 'd;'", 'e @> f', '- 1', '-1', '1 +-- x;\n 2', '1 */*;*/ 2', 'g #>> h', '(1)', 'f(a => 1)', 'a.b', 'é', '表', '😀',
]; // prettier-ignore

function expressionList(): fc.Arbitrary<string> {
  return fc.array(fc.tuple(fc.constantFrom(...expressions), blank()), { minLength: 1, maxLength: 6 }).map((parts) => parts.map(([expression, space]) => expression + space).join(',')); // prettier-ignore
}

function blank(): fc.Arbitrary<string> {
  return fc.constantFrom('', ' ', '\n', '\r\n', '\t\f\v', " -- it's;\n", '/* ; /* " */ */', '--\r', '\n/**/\n');
}

const contents = ["''", '\\\\', "\\'", '\\n', '\\101', '\\x41', '\\xc3\\xa9', '\\303\\251', '\\u0041', '\\U0001F600', '\\uD83D\\uDE00', '\\0041', '\\+01F600', 'a', '"', 'é', '😀', '\n', '--', '/*', ';', '!']; // prettier-ignore

const signs = [
  "'", "''", "E'", "U&'", "B'", '"', 'U&"', '$$', '$a$', '$é$', '$', '$1', '--', '/*', '*/', '\n', '\r', '\r\n', ' ', ';', ';\n', '\\', '\\.', '\n\\.\n', '\\g', '\\c x\n', '\\;', '\\\\', '(', ')', '[', ']', ':', '::', ':a', ":'a'", ':=',
  'SELECT', 'DROP', 'COPY', 'FROM', 'stdin', 'CREATE', 'RULE', 'OR', 'REPLACE', 'FUNCTION', 'BEGIN', 'ATOMIC', 'CASE', 'END', 'DO', 'x', '1', '.', '1..2', '+', '-', '@', '<', '\0', '\v', '\f', '\u00a0', '\ufeff', 'é', '😀', '{{', '}}', ' COPY t FROM stdin;\n', ' CREATE RULE r DO (', ' CREATE FUNCTION f BEGIN ATOMIC ',
]; // prettier-ignore
