import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { rules } from '../../rules/index.ts';
import { fingerprintOf } from '../../src/approval/fingerprint.ts';
import { approvalsFolder, printRecord, recordPath, sealed } from '../../src/approval/record.ts';
import { loadConfig } from '../../src/config/load.ts';
import { resolve } from '../../src/config/resolve.ts';
import { appendToLog } from '../../src/files/approval-log.ts';
import { diskFiles, readSource } from '../../src/files/disk.ts';
import { lintSource } from '../../src/lint.ts';
import type { Run } from '../cli.ts';
import { repository, type Contents, type Repository } from '../git/repository.ts';
import { binaries, startServer, type TestServer } from '../trial/server.ts';

/** Only what destroys is judged, so that a migration says no more than its test needs. */
const judged = new Set(['no-drop-table', 'no-drop-column', 'no-drop-database', 'unverifiable-sql', 'unparseable-sql']);
const settings = {
  migrations: ['*.sql'],
  rules: Object.fromEntries(Object.keys(rules).map((name) => [name, judged.has(name) ? 'error' : 'off'])),
};

let server: TestServer | null = null;

/** One server for all tests of a file. */
export function useServer(): void {
  beforeAll(async () => {
    if (binaries) server = await startServer(binaries);
  }, 60_000);
  afterAll(async () => server?.end());
}

/** A project in a repository, and a database of its own. */
export interface Shop extends Repository {
  readonly url: string;
  readonly database: string;
  /** What psql answers, unaligned, one line a row. */
  readonly sql: (text: string) => string;
  readonly exec: (...args: readonly string[]) => Promise<Run>;
  /** The last line of the log without hashes and the time; null without one. */
  readonly logged: () => Readonly<Record<string, unknown>> | null;
}

let made = 0;

/** Makes them; `before` runs on the database. */
export function shop(files: Contents, before = ''): Shop {
  const made = repository({ '.farout-guardrc': JSON.stringify(settings), ...files });
  return { ...made, ...base(made, before) };
}

function base(project: Repository, before: string): Omit<Shop, keyof Repository> {
  if (!server || !binaries) throw new Error('no server was started');
  const database = `shop_${made++}`;
  const folder = new URL(server.url).searchParams.get('host') ?? '';
  const psql = (name: string, text: string) => {
    const run = spawnSync(join(binaries ?? '', 'psql'), ['-h', folder, '-U', 'postgres', '-d', name, '-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', text], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`${text}: ${run.stderr}`);
    return run.stdout.trim();
  };
  psql('postgres', `CREATE DATABASE ${database}`);
  if (before !== '') psql(database, before);
  const url = `postgres://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`;
  return {
    url,
    database,
    sql: (text) => psql(database, text),
    exec: (...args) => project.call(['exec', '--database-url', url, ...args]),
    logged() {
      const { stdout } = project.run('cat', ['.farout-guard/log.jsonl']);
      const last = stdout.trim().split('\n').at(-1) ?? '';
      if (last === '') return null;
      const { at, hash, prev, ...rest } = JSON.parse(last) as Record<string, unknown>;
      expect([typeof at, typeof hash, prev === null || typeof prev === 'string']).toEqual(['string', 'string', true]);
      return rest;
    },
  };
} // prettier-ignore

/** Without what changes from run to run. */
export const steady = (text: string): string =>
  text.replace(/\d+(?:\.\d+)? m?s\b/g, 'N ms').replace(/PostgreSQL [\d.]+/g, 'PostgreSQL N').replace(/shop_\d+/g, 'shop'); // prettier-ignore

/** Puts an approval of the first finding of a file on record, and stages it. */
export async function approve(project: Repository, path: string): Promise<void> {
  const { root } = project;
  const config = await loadConfig({ cwd: root });
  const { migration, findings } = lintSource(readSource(root, path), diskFiles(root), resolve(config, path));
  const [finding] = findings;
  if (!finding) throw new Error(`nothing to approve in ${path}`);
  const [at, expires] = [0, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString()) as [
    string,
    string,
  ];
  const record = sealed({
    format: 1, id: `${at.slice(0, 10)}-${finding.rule}-0b5d2c1f`, rule: finding.rule, file: path,
    statement: migration.words(finding.statement), fingerprint: fingerprintOf(finding, migration) ?? '', destroys: [],
    volume: { known: false, why: 'a test' }, backup: { kind: 'stated', uri: 's3://backups/a.dump' },
    reason: 'nobody reads it any more', ticket: null, by: { name: 'Ann', email: 'ann@example.org' }, at, expires,
  }); // prettier-ignore
  mkdirSync(join(root, approvalsFolder), { recursive: true });
  writeFileSync(join(root, recordPath(record.id)), printRecord(record));
  const { id, digest } = record;
  await appendToLog(root, { event: 'approved', at, by: 'Ann <ann@example.org>', file: path, approval: id, digest });
  project.git('add', '.farout-guard');
}
