import { UserError } from '../errors.ts';
import { printable } from '../files/path.ts';
import { sortFindings } from '../finding.ts';
import type { FileResult, Linted } from '../report/reporter.ts';
import type { Finding } from '../types.ts';

/**
 * Joins the results of several reports as one run would have given them: sorted by path, each file once. What is open in one report
 * stays open whatever another says; a file that could not be checked in one report stays so.
 */
export function joinResults(results: readonly FileResult[]): readonly FileResult[] {
  const paths = [...new Set(results.map(({ path }) => path))].sort();
  const byPath = new Map<string, FileResult[]>(paths.map((path) => [path, []]));
  for (const result of results) byPath.get(result.path)?.push(result);
  const joined = [...byPath.values()].flatMap(joinFile);
  const hasBaseline = joined.some((result) => result.kind === 'linted' && result.baselined !== undefined);
  if (!hasBaseline) return joined;
  return joined.map((result) => (result.kind === 'linted' ? { baselined: [], ...result } : result));
}

function joinFile(results: readonly FileResult[]): readonly FileResult[] {
  const failed = results.find(({ kind }) => kind === 'failed');
  const linted = results.filter((result) => result.kind === 'linted');
  return [...(failed ? [failed] : []), ...(linted.length > 0 ? [joinLinted(linted)] : [])];
}

function joinLinted(results: readonly Linted[]): Linted {
  const path = results[0]?.path ?? '';
  const withText = results.filter(({ findings, baselined = [] }) => findings.length + baselined.length > 0);
  const text = withText[0]?.text ?? '';
  if (withText.some((result) => result.text !== text))
    throw new UserError(`${printable(path)}: the reports are of different contents: join reports of one commit`);
  const all = results.flatMap(({ findings }) => findings);
  // Of equal findings the first stays.
  const findings = sortFindings([...all.filter(isOpen), ...all.filter((finding) => !isOpen(finding))]);
  const open = new Set(findings.map(keyOf));
  const known = sortFindings(results.flatMap(({ baselined = [] }) => baselined));
  const baselined = known.filter((finding) => !open.has(keyOf(finding)));
  return { kind: 'linted', path, text, findings, ...(baselined.length > 0 ? { baselined } : {}) };
}

const isOpen = ({ approval }: Finding) => approval === null;
const keyOf = ({ rule, range, message }: Finding) => JSON.stringify([rule, range, message]);
