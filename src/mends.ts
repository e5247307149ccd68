import { directiveOffers } from './directives/offer.ts';
import type { Problem, Rule } from './rule.ts';
import type { Edit, Finding, Migration, Suggestion } from './types.ts';

/** What findings were made of. */
export interface Found {
  readonly migration: Migration;
  readonly rules: Readonly<Record<string, Rule>>;
  readonly problemOf: ReadonlyMap<Finding, Problem>;
  /** Whether comments permit what destroys data. */
  readonly approves: boolean;
}

/** Findings with what mends them, and with the comment that silences or permits them. What a person has permitted needs nothing. */
export function withMends(
  findings: readonly Finding[],
  { migration, rules, problemOf, approves }: Found,
): readonly Finding[] {
  const offer = directiveOffers(migration, rules);
  return findings.map((finding) => {
    const problem = problemOf.get(finding);
    if (!problem) return finding;
    const fix = changing(problem.fix?.() ?? null);
    const suggestions = [
      ...(problem.suggestions?.() ?? []),
      approves || finding.level < 3 ? offer(finding) : null,
    ].flatMap(valid);
    return { ...finding, ...(fix ? { fix } : {}), ...(suggestions.length > 0 ? { suggestions } : {}) };
  });
}

/** Edits, if there are any. */
function changing(edits: readonly Edit[] | null): readonly Edit[] | null {
  return edits && edits.length > 0 ? edits : null;
}

const valid = (suggestion: Suggestion | null) => (suggestion && changing(suggestion.edits) ? [suggestion] : []);
