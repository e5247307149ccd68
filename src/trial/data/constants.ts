/** What an expression holds that may be a value. */
export interface Constants {
  readonly strings: readonly string[];
  readonly numbers: readonly string[];
  /** The lengths to try, where the expression measures something. */
  readonly lengths: readonly number[];
}

/** Takes the constants out of expressions as PostgreSQL writes them. */
export function constantsOf(expressions: readonly string[]): Constants {
  const text = expressions.join('\n');
  const strings = [...text.matchAll(/'((?:[^']|'')*)'/g)].flatMap(([, found = '']) =>
    constantTexts(found.replaceAll("''", "'")),
  );
  const rest = text.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, "''");
  const numbers = [...rest.matchAll(/(?<![\w$.])\d+(?:\.\d+)?(?![\w.])/g)].map(([found]) => found);
  return { strings: [...new Set(strings)], numbers: [...new Set(numbers)], lengths: lengthsOf(rest, numbers) };
}

/** `'{a,b}'::text[]` holds two constants. */
function constantTexts(found: string): readonly string[] {
  const list = /^\{([^{}"]+)\}$/.exec(found)?.[1];
  return list === undefined ? [found] : [found, ...list.split(',')];
}

function lengthsOf(text: string, numbers: readonly string[]): readonly number[] {
  if (!/length|cardinality|array_upper|octet|dimension/i.test(text)) return [];
  const near = numbers.map(Number).flatMap((number) => [number, number + 1, number - 1]);
  return [...new Set(near)].filter((length) => Number.isInteger(length) && length > 0 && length <= 4096);
}
