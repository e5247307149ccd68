import { existsSync, mkdirSync, readdirSync, readlinkSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Repository } from '../git/repository.ts';
import { processesWith } from '../trial/server.ts';
import { path, reason, shop, stated, written } from './shop.ts';
import { controlC, controlD, hasTerminal, onTerminal, personal, whyNone, type Dialog } from './terminal.ts';

const answers: Dialog = [
  [/Proceed\?/, 'yes\n'],
  [/Type the name/, 'orders\n'],
  [/Why may/, 'replaced by invoices in release 41\n'],
];

const start = ({ root, env }: Repository, args: readonly string[], dialog: Dialog, file = path) =>
  onTerminal(['approve', file, ...args], { cwd: root, env: personal(env) }, dialog);

describe.skipIf(!hasTerminal)(`on a terminal${whyNone}`, () => {
  it('a person permits it', async () => {
    const repo = shop();
    const { code, shown } = await start(repo, stated, answers);
    expect({ code, log: written(repo).log }).toEqual({ code: 0, log: ['approved'] });
    expect(shown.replaceAll(/\d{4}-\d\d-\d\d/g, '<date>').replaceAll(/-[0-9a-f]{8}\.json/g, '-<mark>.json')).toMatchSnapshot(); // prettier-ignore
  });

  const stops: readonly (readonly [name: string, typed: string, code: number, why: string])[] = [
    ['another word', 'y\n', 1, 'the answer was not the word yes'],
    ['a blank behind it', 'yes \n', 1, 'the answer was not the word yes'],
    ['Ctrl-C', controlC, 130, 'it was ended by SIGINT'],
    ['the end of the input', controlD, 1, 'standard input was closed'],
    ['the end of the input behind a yes', `yes${controlD}${controlD}`, 1, 'standard input was closed'],
  ];
  it.each(stops)('%s stops', async (_, typed, code, why) => {
    const repo = shop();
    const run = await start(repo, [...stated, ...reason], [[/Proceed\?/, typed]]);
    expect({ code: run.code, ...written(repo) }).toEqual({ code, records: [], incidents: null, log: [`aborted: ${why}`] });
  }); // prettier-ignore

  it('Ctrl-C at a later question leaves nothing behind but a line of the log', async () => {
    const repo = shop();
    const run = await start(repo, stated, [...answers.slice(0, 2), [/Why may/, controlC]]);
    expect({ code: run.code, ...written(repo) }).toEqual({ code: 130, records: [], incidents: null, log: ['aborted: it was ended by SIGINT'] });
    expect(repo.git('status', '--short')).toBe('?? .farout-guard/');
  }); // prettier-ignore

  it('two at once are both written down, one after the other', async () => {
    const other = 'db/migrations/0003_carts.sql';
    const repo = shop({}, { [other]: 'DROP TABLE carts;\n' });
    const release = holdLog(repo);
    const runs = [start(repo, stated, answers), start(repo, [...stated, ...reason], [answers[0]!, [/Type the name/, 'carts\n']], other)];
    await until(() => recordsOf(repo) === 2);
    release();
    expect((await Promise.all(runs)).map(({ code }) => code)).toEqual([0, 0]);
    const { log, records, incidents } = written(repo);
    expect({ log, files: records.map(({ file }) => file).sort() }).toEqual({ log: ['approved', 'approved'], files: [path, other] });
    expect(incidents?.match(/^### .*table (?:orders|carts)/gm)).toHaveLength(2);
    expect(incidents?.match(/^# /gm)).toHaveLength(1);
    repo.git('add', '.');
    expect((await repo.call(['lint', path, other])).code).toBe(0);
  }); // prettier-ignore

  it.skipIf(!existsSync('/proc/self/exe'))('killed between the record and the log it has permitted nothing', async () => {
    const repo = shop();
    const release = holdLog(repo);
    const text = `killed before the log ${crypto.randomUUID()}`;
    const run = start(repo, [...stated, '--reason', text], answers);
    await until(() => recordsOf(repo) === 1);
    const [pid] = processesWith(text).filter((id) => readlinkSync(`/proc/${id}/exe`) === process.execPath);
    process.kill(Number(pid), 'SIGKILL');
    expect((await run).code).not.toBe(0);
    release();
    expect(written(repo)).toMatchObject({ records: [{ reason: text }], log: [] });
    repo.git('add', '--all');
    const { code, stdout } = await repo.call(['lint', path]);
    expect(code).toBe(1);
    expect(stdout).toContain('does not count: the line of .farout-guard/log.jsonl that tells of it is missing');
  }); // prettier-ignore
});

/** Keeps the log from being written until this is called. */
function holdLog({ root }: Repository): () => void {
  const lock = join(root, '.farout-guard/log.jsonl.lock');
  mkdirSync(join(root, '.farout-guard'), { recursive: true });
  writeFileSync(lock, '');
  // So that nobody takes it for one that was left behind.
  const later = new Date(Date.now() + 3_600_000);
  utimesSync(lock, later, later);
  return () => rmSync(lock);
}

function recordsOf({ root }: Repository): number {
  const folder = join(root, '.farout-guard/approvals');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')).length : 0;
}

async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + 15_000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error('it did not come to that in time');
    await setTimeout(20);
  }
}
