import { testOfText } from '../ask.ts';
import type { Call } from '../call.ts';
import type { Text } from '../string-text.ts';
import { arrayValue, type Method, type Test, type Value } from '../values.ts';

/** The rows of a query that was sent, as a question that conditions may ask. */
export const rowsFor = (call: Call, text: Text): Test => ({
  ...testOfText(text, call.range),
  expression: call.written,
});

/** Runs what the script does with each row of a query. */
const eachRow: Method = (call) => {
  const results = call.args.filter(({ kind }) => kind === 'function').map((arg): Value => call.run(arg, []));
  return call.name === 'map' || call.name === 'flatMap' ? arrayValue(results, call.range, true) : call.unknown();
};

/** Methods of arrays, for queries that are awaited where they stand. */
export const rowMethods: Readonly<Record<string, Method>> = Object.fromEntries(
  ['map', 'flatMap', 'forEach', 'filter', 'reduce'].map((name) => [name, eachRow]),
);
