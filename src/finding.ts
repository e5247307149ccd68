import { lines, type Lines } from './lines.ts';
import { fillMessage } from './message.ts';
import type { Problem, Rule } from './rule.ts';
import type { Finding, Level, Migration, Range } from './types.ts';

/** Where the pages of the rules are. */
const pages = 'https://github.com/farout-guard/farout-guard/blob/main/rules';

/** The address of a rule's page. */
export const ruleUrl = (rule: string): string => `${pages}/${rule}.md`;

/** What weighs a problem: its rule's name, level and set severity. */
interface Weight {
  readonly name: string;
  readonly level: Level;
  readonly severity: 'warn' | 'error';
}

/** Makes a finding of a problem. */
export type FindingMaker = (rule: Rule, problem: Problem, weight: Weight) => Finding;

/** Makes findings of one migration's problems. */
export function findingMaker(migration: Migration): FindingMaker {
  const places: Lines = lines(migration.text);
  const statementAt = statementFinder(migration);
  return (rule, problem, { name, level, severity }) => {
    const start = places.locate(problem.range[0]);
    const end = places.locate(problem.range[1]);
    return {
      rule: name,
      level,
      severity,
      message: fillMessage(rule.messages[problem.messageId] ?? problem.messageId, problem.data),
      range: problem.range,
      statement: statementAt(problem.range),
      line: start.line,
      column: start.column,
      endLine: end.line,
      endColumn: end.column,
      url: ruleUrl(name),
      approval: null,
    };
  };
}

/** Answers the range of the last statement that begins before a range and holds it. */
function statementFinder({ sections }: Migration): (range: Range) => Range {
  const ranges = lazily(() =>
    sections
      .flatMap(({ statements }) => statements)
      .map(({ range }) => range)
      .sort((a, b) => a[0] - b[0]),
  );
  return ([start, end]) => {
    let [low, high] = [0, ranges().length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranges()[middle]?.[0] ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    const found = ranges()[low - 1];
    return found && end > start && end <= found[1] ? found : [0, 0];
  };
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** Sorts by position, then rule, and keeps one of several equal findings (a function's body that is called twice). */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const sorted = [...findings].sort(
    (a, b) =>
      a.range[0] - b.range[0] || a.range[1] - b.range[1] || compare(a.rule, b.rule) || compare(a.message, b.message),
  );
  return sorted.filter((finding, index) => !isSame(finding, sorted[index - 1]));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const isSame = (a: Finding, b: Finding | undefined) =>
  a.rule === b?.rule && a.range[0] === b.range[0] && a.range[1] === b.range[1] && a.message === b.message;
