import { fingerprintOf } from '../approval/fingerprint.ts';
import { hasRecords, isSame, permissionsIn, type Permissions } from '../approval/permissions.ts';
import { resolve } from '../config/resolve.ts';
import type { FileConfig } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { approvalFacts } from '../files/approval-facts.ts';
import { readSource } from '../files/disk.ts';
import { printable } from '../files/path.ts';
import { lintSource } from '../lint.ts';
import { loadScriptReader } from '../script-reader.ts';
import type { Finding, Migration, Operation } from '../types.ts';
import type { Ground } from './ground.ts';
import { targetsOf, type Target } from './target.ts';

/** One approval that may be given: for a rule and a statement. */
export interface Request {
  readonly path: string;
  /** The file's text, which the findings' ranges count in. */
  readonly text: string;
  readonly rule: string;
  readonly fingerprint: string;
  /** The statement as it was written or sent. */
  readonly statement: string;
  readonly findings: readonly [Finding, ...Finding[]];
  readonly targets: readonly Target[];
  /** The setting of `search_path` that holds where it stands, if the migration has set one. */
  readonly searchPath: string | null;
}

/** What a file asks permission for, and what it has already. */
export interface Requests {
  readonly open: readonly Request[];
  /** How many findings of level 3 have all the approvals that they need. */
  readonly approved: number;
  /** The approvals of this person that count and that others must join: by id. */
  readonly own: readonly string[];
}

/** Reads and judges one file; the approvals on record count here before git knows them. `email`: of the person, where known. */
export async function requestsIn(path: string, ground: Ground, email: string | null): Promise<Requests> {
  const { config, files } = ground;
  const source = readSource(config.root, path);
  if (source.problem !== undefined) throw new UserError(`${printable(path)}: ${source.problem}`);
  const scripts = await loadScriptReader([path], { files, adapterOf: (each) => resolve(config, each).adapter });
  const facts = approvalFacts(files, { root: config.root, settings: config.approvals, onDisk: false, git: ground.git, now: ground.now.getTime() });
  const settings: FileConfig = resolve(config, path);
  const { migration, findings } = lintSource(source, files, settings, { scripts, facts });
  const destroying = findings.filter(({ level }) => level === 3);
  const grouped = groups(destroying.filter(({ approval }) => approval === null), migration);
  const permissions = hasRecords(files) ? permissionsIn(files, config.approvals, facts) : null;
  const own = grouped.map((request) => [request, ownIn(permissions, request, email)] as const);
  return {
    open: own.flatMap(([request, id]) => (id === null ? [request] : [])),
    approved: destroying.filter(({ approval }) => approval !== null).length,
    own: own.flatMap(([, id]) => id ?? []),
  };
} // prettier-ignore

function ownIn(permissions: Permissions | null, { path, rule, fingerprint }: Request, email: string | null): string | null {
  if (email === null) return null;
  const own = permissions?.records.find(
    ({ record, void: why }) =>
      why === null && isSame(record.by.email, email) && record.file === path && record.rule === rule && record.fingerprint === fingerprint,
  );
  return own?.record.id ?? null;
} // prettier-ignore

function groups(findings: readonly Finding[], migration: Migration): readonly Request[] {
  const found = new Map<string, Request>();
  for (const finding of findings) {
    const fingerprint = fingerprintOf(finding, migration);
    if (fingerprint === null)
      throw new UserError(`${printable(migration.path)}: ${finding.rule} is about no single statement, which nobody can approve: ${finding.message.split('\n')[0]}`);
    const key = `${finding.rule} ${fingerprint}`;
    const known = found.get(key);
    found.set(key, known ? joined(known, finding, migration) : requestOf(finding, fingerprint, migration));
  }
  return [...found.values()];
} // prettier-ignore

function requestOf(finding: Finding, fingerprint: string, migration: Migration): Request {
  return {
    path: migration.path,
    text: migration.text,
    rule: finding.rule,
    fingerprint,
    statement: finding.sent?.words ?? migration.words(finding.statement),
    findings: [finding],
    targets: targetsAt(finding, migration),
    searchPath: searchPathAt(finding, migration),
  };
}

function joined(request: Request, finding: Finding, migration: Migration): Request {
  const known = new Set(request.targets.map(({ words }) => words));
  const more = targetsAt(finding, migration).filter(({ words }) => !known.has(words));
  return { ...request, findings: [...request.findings, finding], targets: [...request.targets, ...more] };
}

function targetsAt({ range }: Finding, { sections }: Migration): readonly Target[] {
  const operations = sections.flatMap(({ statements }) => statements.flatMap((statement) => statement.operations));
  // In a script several operations may stand at one place: the range itself tells which one is meant.
  const same = operations.filter((operation) => operation.range === range);
  const equal = (operation: Operation) => operation.range[0] === range[0] && operation.range[1] === range[1];
  const targets = (same.length > 0 ? same : operations.filter(equal)).flatMap(targetsOf);
  return targets.filter(({ words }, index) => targets.findIndex((each) => each.words === words) === index);
}

function searchPathAt({ statement }: Finding, { sections }: Migration): string | null {
  const section = sections.find(({ statements }) => statements.some(({ range }) => range[0] === statement[0] && range[1] === statement[1]));
  const before = section?.statements.filter(({ range }) => range[0] < statement[0]).flatMap(({ operations }) => operations) ?? [];
  const last = before.findLast((operation) => operation.kind === 'set' && operation.setting === 'search_path');
  return last?.kind === 'set' ? last.value : null;
} // prettier-ignore
