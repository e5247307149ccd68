import type { Opinion } from './agreement.ts';
import { isWeighty, printDifferences } from './catalog/differences.ts';
import type { CycleReport } from './cycle.ts';
import { wordsOf } from './data/changes.ts';
import type { Comparison } from './sent.ts';

/** What a person may want to know of a run that is no finding. */
export function notesOf(
  { seeding, down, data }: CycleReport,
  opinions: readonly Opinion[],
  sent: Comparison | null,
): readonly string[] {
  const unfilled = (seeding?.unfilled ?? []).map(({ table, reason }) => `${table} held no rows: ${reason}`);
  const light = (down?.schema ?? []).filter((each) => !isWeighty(each));
  return [
    ...unfilled,
    ...light.map((each) => `after the way back: ${printDifferences([each])}`),
    ...data.map((change) => `data: ${wordsOf(change)}`),
    ...opinions.filter((opinion) => opinion.static !== opinion.run).map(disagreement),
    ...(sent?.onlySent ?? []).map(
      (words) => `it has sent "${words}", which cannot be read in the script: please report it`,
    ),
  ];
}

/** A rule and a run that differ are for us to look at. */
function disagreement({ about, rule, static: says }: Opinion): string {
  return says
    ? `${rule} finds something wrong with the ${about}, and the run does not: please report it`
    : `${rule} finds nothing wrong with the ${about}, and the run does: please report it`;
}
