import { UserError } from '../errors.ts';
import { fingerprints } from '../report/fingerprint.ts';
import type { FileResult, Linted } from '../report/reporter.ts';

/** One known finding. `words` are for the people who review the file. */
export interface Entry {
  readonly rule: string;
  readonly fingerprint: string;
  readonly words: string;
}

/** The known findings of each file by its path. */
export type Baseline = ReadonlyMap<string, readonly Entry[]>;

const version = 1;

/** Reads a baseline's text; `name` stands for its file in the `UserError` when it is none. */
export function parseBaseline(text: string, name: string): Baseline {
  const remedy = 'restore it from git, or delete it and run farout-guard lint --update-baseline';
  const value = jsonOf(text);
  if (!isObject(value) || value['version'] !== version || !isObject(value['files']))
    throw new UserError(`${name}: is no baseline of version ${version}: ${remedy}`);
  return new Map(
    Object.entries(value['files']).map(([path, entries]) => {
      if (!Array.isArray(entries) || !entries.every(isEntry))
        throw new UserError(`${name}: files: ${JSON.stringify(path)}: an entry needs rule and fingerprint: ${remedy}`);
      return [path, entries];
    }),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEntry = (value: unknown): value is Entry =>
  isObject(value) && typeof value['rule'] === 'string' && typeof value['fingerprint'] === 'string';

/** The text of a baseline's file: sorted, an entry a line, so that branches merge. */
export function printBaseline(baseline: Baseline): string {
  const files = [...baseline]
    .filter(([, entries]) => entries.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, entries]) => {
      const lines = entries.map((entry) => `      ${JSON.stringify(entry)}`).sort();
      return `    ${JSON.stringify(path)}: [\n${lines.join(',\n')}\n    ]`;
    });
  const body = files.length === 0 ? '{}' : `{\n${files.join(',\n')}\n  }`;
  return `{\n  "version": ${version},\n  "files": ${body}\n}\n`;
}

/** The result with the findings that the baseline knows set apart; of a new file it knows none of level 3, whoever wrote it. */
export function setApart(result: FileResult, baseline: Baseline, isNew = false): FileResult {
  if (result.kind === 'failed') return result;
  const known = baseline.get(result.path);
  if (!known) return { ...result, baselined: [] };
  const wanted = new Set(known.map(({ rule, fingerprint }) => `${rule} ${fingerprint}`));
  const prints = fingerprints(result);
  const isKnown = (finding: Linted['findings'][number]) =>
    finding.approval === null &&
    !(isNew && finding.level === 3) &&
    wanted.has(`${finding.rule} ${prints.get(finding)}`);
  const baselined = result.findings.filter(isKnown);
  return { ...result, findings: result.findings.filter((finding) => !isKnown(finding)), baselined };
}

const longestWords = 100;

/**
 * The entries for a file's findings; of a new file those of level 3 are left out: a person must approve them.
 * A file without text, such as a binary one, has none: whatever it holds later would be known as well.
 */
export function entriesFor(result: Linted, isNew: boolean): readonly Entry[] {
  if (result.text === '') return [];
  const prints = fingerprints(result);
  return result.findings
    .filter(({ approval, level }) => approval === null && !(isNew && level === 3))
    .map((finding) => ({
      rule: finding.rule,
      fingerprint: prints.get(finding) ?? '',
      words: wordsOf(finding, result.text),
    }));
}

function wordsOf({ statement, range, sent }: Linted['findings'][number], text: string): string {
  const [start, end] = statement[1] > statement[0] ? statement : range;
  const written = sent?.words ?? text.slice(start, Math.min(end, start + 2 * longestWords));
  const words = written.replace(/\s+/g, ' ');
  return words.length > longestWords ? `${words.slice(0, longestWords).replace(/[\uD800-\uDBFF]$/, '')}…` : words;
}
