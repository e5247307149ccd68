import type { Range } from '../types.ts';
import type { Subject } from './subject.ts';

/** What rules say of the same place (null: of the file), after what the run has shown; null where they say nothing. */
export function besideIt({ findings }: Subject, rules: readonly string[], range: Range | null): string | null {
  const found = findings.find((finding) => rules.includes(finding.rule) && (range === null || meets(finding.range, range)));
  if (!found) return null;
  const [what = '', ...safeWay] = found.message.split('\n');
  return ['', `-- ${found.rule} says of it: ${what}`, ...safeWay].join('\n');
} // prettier-ignore

const meets = (one: Range, other: Range) => one[0] < other[1] && other[0] < one[1];
