import { afterAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/engine/database.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { clusterEngine } from '../../src/engine/postgres/engine.ts';
import { storeIn } from '../../src/engine/store.ts';
import { engines as engineStore, testEngine } from './engine.ts';
import { binaries, why } from './server.ts';

const hang = 'SELECT pg_sleep(1000)';
const inWords = (answers: readonly Answer[]) => answers.map(({ failure }) => failure?.code || (failure?.kind ?? 'ok'));

/** Texts, and what becomes of those that are sent. */
const rows: readonly (readonly [name: string, texts: readonly string[], said: readonly string[]])[] = [
  ['nothing', [], []],
  ['all run', ['BEGIN', 'CREATE TABLE a (id int)', 'COMMIT'], ['ok', 'ok', 'ok']],
  ['what follows a refusal is not sent', ['SELECT 1', 'SELECT nothing', 'DROP TABLE a'], ['ok', '42703']],
  ['the table is still there', ['TABLE a'], ['ok']],
  ['each has its own time', ['SELECT pg_sleep(0.7)', 'SELECT pg_sleep(0.7)', 'SELECT pg_sleep(0.7)'], ['ok', 'ok', 'ok']],
  ['the one that hangs is told apart', ['SELECT 1', 'SELECT 2', hang, 'SELECT 3'], ['ok', 'ok', 'timeout']],
]; // prettier-ignore

const limit = 1500;
const engines: readonly (readonly [name: string, skipped: boolean, open: () => Promise<Engine>])[] = [
  ['PGlite', false, () => testEngine(limit)],
  [`a server${why}`, binaries === null, () => clusterEngine(binaries ?? '', { from: import.meta.url, store: storeIn(engineStore), timeout: limit, program: new URL('../../dist/cli.js', import.meta.url).href })],
]; // prettier-ignore

describe.each(engines)('texts that are sent one after the other: %s', (_, skipped, open) => {
  const engine = skipped ? null : open();
  const database = engine?.then((opened) => opened.open(null));
  afterAll(async () => (await engine)?.close());
  test.skipIf(skipped).each(rows)('%s', async (_name, texts, said) => {
    expect(inWords((await (await database)?.runAll(texts)) ?? [])).toEqual(said);
  });
});
