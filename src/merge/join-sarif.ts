import type { Tally } from '../report/reporter.ts';
import { sarifHead, sarifTail } from '../report/sarif.ts';
import { emptyTally } from '../report/tally.ts';
import type { SarifReport } from './sarif-report.ts';

/** Several reports as one: one run, the rules of all, each result once, in the order of one run over all files. */
export function joinSarif(reports: readonly SarifReport[]): { readonly text: string; readonly tally: Tally } {
  const rules = new Map(reports.flatMap((report) => [...report.rules]));
  const ids = [...rules.keys()].sort();
  const places = new Map(ids.map((id, index) => [id, index]));
  const results = once(
    reports
      .flatMap((report) => report.results)
      .map(({ value, rule, path, weight }) => ({ path, weight, value: placed(value, places.get(rule)) })),
  );
  const notifications = once(reports.flatMap((report) => report.notifications));
  const driver = { ...reports[0]?.driver, rules: ids.map((id) => rules.get(id)) };
  const count = (wanted: string) => results.filter(({ weight }) => weight === wanted).length;
  return {
    text:
      sarifHead(driver) +
      results.map(({ value }) => JSON.stringify(value)).join(',\n') +
      sarifTail(notifications.map(({ value }) => value)),
    tally: { ...emptyTally, errors: count('error'), warnings: count('warning'), failed: notifications.length },
  };
}

function placed(result: Readonly<Record<string, unknown>>, ruleIndex: number | undefined): object {
  const { ruleIndex: _, ruleId, ...rest } = result;
  return { ruleId, ...(ruleIndex === undefined ? {} : { ruleIndex }), ...rest };
}

/** Sorted by path, without those that say the same. */
function once<Item extends { readonly path: string; readonly value: object }>(items: readonly Item[]): readonly Item[] {
  const different = new Map(items.map((item) => [JSON.stringify(item.value), item]));
  return [...different.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
