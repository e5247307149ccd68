import { tokenize } from '../sql/tokens.ts';
import { readStatements } from '../sql/read.ts';
import { verbatim } from '../sql/position-map.ts';
import type { Create, Name } from '../types.ts';
import { splitTop, type Piece } from './pieces.ts';

/** A function as DROP FUNCTION and ALTER FUNCTION name it. */
interface NamedRoutine {
  readonly name: Name;
  /** Null where the words leave it out. */
  readonly signature: readonly string[] | null;
  /** As written, its types included. */
  readonly text: string;
}

/** The functions that a `DROP FUNCTION …` or `ALTER FUNCTION … RENAME` names. */
export function routinesIn(words: string): readonly NamedRoutine[] {
  const [, list = ''] = /^(?:DROP|ALTER)\s+\w+\s+(?:IF\s+EXISTS\s+)?(.*)$/is.exec(words) ?? [];
  return splitTop(list).flatMap(routineOf);
}

function routineOf({ text }: Piece): readonly NamedRoutine[] {
  const clean = text.replace(/\s+(?:CASCADE|RESTRICT)$|(?<=[)\w"])\s+(?:RENAME|OWNER|SET)\s.*$/is, '');
  const hasTypes = tokenize(clean).some(({ start, end }) => clean.slice(start, end) === '(');
  const [statement] = readStatements(
    verbatim(`CREATE FUNCTION ${clean}${hasTypes ? '' : '()'} RETURNS void LANGUAGE sql AS ''`, 0),
    { postgres: 18 },
  ).statements;
  const created = statement?.operations.find((operation): operation is Create => operation.kind === 'create');
  return created?.name ? [{ name: created.name, signature: hasTypes ? created.signature : null, text: clean }] : [];
}
