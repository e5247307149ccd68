/** Texts of about `length` characters that cost more than linear time in a careless reader, with names. */
export function hostileTexts(length: number): [name: string, text: string][] {
  const repeated = repeatedParts.map((part): [string, string] => [JSON.stringify(part), fillUp(part, length)]);
  return [
    ...repeated,
    ['tags that never close', numbered((index) => `$a${index}$;\n`, length)],
    ['tags on one line', numbered((index) => `$a${index}$ `, length)],
    ['comments that one sign closes', `${fillUp('/*;\n', length)}*/`],
    ['comments out of step', `${fillUp('/*', length / 2)};\n${fillUp('*/*/*;\n', length / 2)}`],
    ['a COPY whose data has backslashes', `copy t from stdin;\n${fillUp('\\.x', length)}`],
    ['one line of COPY', `${fillUp('copy t from stdin;', length)}\n\\.\n`],
    ['COPY with a far tag', `${fillUp('copy t from stdin; $a$\n\\.\n', length)}$a$`],
    ['a statement that a string ends', `${fillUp("'a;\n' x ", length)}'`],
  ];
}

const repeatedParts = [
  "'", "';\n", "e'", "e';\n", "x e'\\';\n", "e'\\", "e'a'\n'\\'", "'a'\n", "U&'", "U&'' ", "x ('it's');\ny;\n", "'a;\n' ",
  '"', '";\n', 'U&"', '$', '$a', '$$', '$1', 'a$', '$a$;\n$$;\n', '/*', '/*;\n', '*/', '/', '-', '--', '--\n', '+', '+-*/', '<', '@+',
  '(', '[', ')', '[:a', '[1:', ':', "':a", ':"a', '.', '1', '1_', '1e', '0x', ' ', '\n', '\r', ';', '; ', '\\', '\\;', '\\\n', '\\c ', ' \\g',
  "\\x '\\", 'copy t from stdin;\n', "copy t from stdin; '\n\\.\n", 'copy t from stdin; /*\n\\.\n', 'create rule r do (;\n',
  'create rule r do (;select ', 'create function f begin atomic ;\n', 'create function f begin atomic select 1;select ',
  "create rule r do (;\n'", '\0', 'a', 'é', '😀', "$$'\"/*;\n", '{{', '{{"', '${', '{%', '<%', '#{', '%(', '@a', '@a@', '{{a}}', '":a', '"{{" }}"',
]; // prettier-ignore

function fillUp(part: string, length: number): string {
  return part.repeat(Math.ceil(length / part.length));
}

function numbered(part: (index: number) => string, length: number): string {
  return Array.from({ length: length / 8 }, (_, index) => part(index)).join('');
}
