import type { Problem } from './rule.ts';
import type { Edit, Finding, Suggestion } from './types.ts';

/** Findings with what mends them; those that a person has permitted need nothing. */
export function withMends(findings: readonly Finding[], problemOf: ReadonlyMap<Finding, Problem>): readonly Finding[] {
  return findings.map((finding) => {
    const fix = editsOf(problemOf.get(finding)?.fix?.() ?? null);
    const suggestions = (problemOf.get(finding)?.suggestions?.() ?? []).flatMap(valid);
    return { ...finding, ...(fix ? { fix } : {}), ...(suggestions.length > 0 ? { suggestions } : {}) };
  });
}

/** Edits that change something; null for none. */
function editsOf(edits: readonly Edit[] | null): readonly Edit[] | null {
  return edits && edits.length > 0 ? edits : null;
}

const valid = (suggestion: Suggestion | null) => (suggestion && editsOf(suggestion.edits) ? [suggestion] : []);
