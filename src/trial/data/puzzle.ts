import { dollarQuoted, said, say, stringConstant } from './embed.ts';
import type { Database } from '../../engine/database.ts';

/** Columns whose values must fulfil checks together. */
export interface Puzzle {
  readonly columns: readonly Unknown[];
  readonly checks: readonly string[];
}

/** A column of a puzzle. */
export interface Unknown {
  readonly name: string;
  readonly quoted: string;
  /** Its type, as SQL has it; of a domain what it is over. */
  readonly type: string;
  readonly nullable: boolean;
  readonly candidates: readonly string[];
}

/** A value for each column of the puzzle. */
export type Solution = readonly (string | null)[];

/** Solutions with few NULL, the plainest first; and those with the most NULL. */
export interface Solutions {
  readonly full: readonly Solution[];
  readonly bare: readonly Solution[];
}

const mostCombinations = 4096;
const mostCandidates = 160;
/** Of each column, where there are many. */
const mostOfMany = 24;

/** Lets PostgreSQL find the values that fulfil the checks: it tries a bounded number of them. Null for a puzzle without a solution. */
export async function solve(database: Database, puzzles: readonly Puzzle[]): Promise<readonly (Solutions | null)[]> {
  if (puzzles.length === 0) return [];
  const asked = puzzles.map(withinBounds);
  const { notices } = await database.run(block(asked.map(question)));
  const answers = JSON.parse(said(notices) ?? '[]') as readonly (Answer | null)[];
  return asked.map((puzzle, at) => readAnswer(puzzle, answers[at] ?? null));
}

/** For each solution which candidate each column takes. */
interface Answer {
  readonly full: readonly (readonly number[])[] | null;
  readonly bare: readonly (readonly number[])[] | null;
}

function readAnswer({ columns }: Choices, answer: Answer | null): Solutions | null {
  if (!answer?.full || !answer.bare) return null;
  const solution = (choice: readonly number[]) => columns.map(({ choices }, at) => choices[choice[at] ?? 0] ?? null);
  return { full: answer.full.map(solution), bare: answer.bare.map(solution) };
}

interface Choices {
  readonly columns: readonly (Unknown & { readonly choices: readonly (string | null)[] })[];
  readonly checks: readonly string[];
  /** The combinations to try, by the places of the choices; null for all of them. */
  readonly tried: readonly (readonly number[])[] | null;
}

function withinBounds({ columns, checks }: Puzzle): Choices {
  const isWide = 2 ** columns.length > mostCombinations;
  const most = isWide
    ? mostOfMany
    : Math.min(mostCandidates, Math.floor(mostCombinations ** (1 / columns.length) + 1e-9));
  const choicesOf = ({ nullable, candidates }: Unknown) =>
    nullable ? [...candidates.slice(0, most - 1), null] : candidates.slice(0, most);
  const chosen = columns.map((column) => ({ ...column, choices: choicesOf(column) }));
  return { columns: chosen, checks, tried: isWide ? fewChanges(chosen.map(({ choices }) => choices)) : null };
}

/** Of many columns not all combinations can be tried: those that differ in one or two from the plainest, and from the one with most NULL. */
function fewChanges(choices: readonly (readonly (string | null)[])[]): readonly (readonly number[])[] {
  const plain = choices.map(() => 0);
  const bare = choices.map((each) => Math.max(each.indexOf(null), 0));
  const changes = choices.flatMap((each, column) => each.map((_, choice) => [column, choice] as const));
  const from = (start: readonly number[], ...made: typeof changes) =>
    made.reduce<readonly number[]>((all, [column, choice]) => all.with(column, choice), start);
  const single = [plain, bare].flatMap((start) => [start, ...changes.map((change) => from(start, change))]);
  const few = changes.filter(([, choice]) => choice < 3);
  const pairs = few.flatMap((one, at) => few.slice(at + 1).map((other) => from(plain, one, other)));
  const unique = new Map([...single, ...pairs.slice(0, mostCombinations)].map((each) => [each.join(), each]));
  return [...unique.values()].slice(0, mostCombinations);
}

function question({ columns, checks, tried }: Choices): string {
  const sources = columns.map(({ quoted, type, choices }, at) => {
    const values = choices.map((text, order) => `(${text === null ? 'NULL' : stringConstant(text)}::${type},${order})`);
    return `(VALUES ${values.join(',')}) AS u${at}(${quoted},"farout ${at}")`;
  });
  const order = columns.map((_, at) => `"farout ${at}"`);
  const all = tried
    ? `${given(tried)} ${sources.map((each, at) => `JOIN ${each} USING ("farout ${at}")`).join(' ')}`
    : sources.join(' CROSS JOIN ');
  const nulls = columns.map(({ choices }, at) =>
    choices.includes(null) ? `("farout ${at}"=${choices.indexOf(null)})::int` : '0',
  );
  return `WITH fit AS MATERIALIZED (
  SELECT ARRAY[${order.join(',')}] AS choice, ${nulls.join('+')} AS nulls, ${order.join('+')} AS far
  FROM ${all} WHERE ${checks.map((check) => `((${check}) IS NOT FALSE)`).join(' AND ')})
SELECT json_build_object(
  'full', (SELECT json_agg(choice) FROM (SELECT choice FROM fit ORDER BY nulls, far, choice LIMIT 40) AS f),
  'bare', (SELECT json_agg(choice) FROM (SELECT choice FROM fit ORDER BY nulls DESC, far, choice LIMIT 8) AS b))`;
}

function given(tried: readonly (readonly number[])[]): string {
  const names = (tried[0] ?? []).map((_, at) => `"farout ${at}"`);
  return `(VALUES ${tried.map((each) => `(${each.join(',')})`).join(',')}) AS tried(${names.join(',')})`;
}

/** A question that PostgreSQL refuses has no answer, and the others have theirs. */
function block(questions: readonly string[]): string {
  return `DO ${dollarQuoted(`DECLARE
  question text;
  answer json;
  answers json[] := '{}';
  patience text := current_setting('client_min_messages');
BEGIN
  PERFORM set_config('client_min_messages', 'error', true);
  FOR question IN SELECT value FROM json_array_elements_text(${dollarQuoted(JSON.stringify(questions))}::json) LOOP
    BEGIN
      EXECUTE question INTO answer;
    EXCEPTION WHEN OTHERS THEN
      answer := NULL;
    END;
    answers := array_append(answers, answer);
  END LOOP;
  PERFORM set_config('client_min_messages', patience, true);
  ${say('array_to_json(answers)::text')};
END`)}`;
}
