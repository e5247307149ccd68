import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import { openSession } from './client.ts';
import { copyFolder, own } from './folder.ts';

/** What the keeper is told, one JSON text a line. */
export type Task =
  /** A folder to remove at the end. */
  | { readonly kind: 'folder'; readonly path: string }
  /** A program to start now, on a copy of the folder `from`; it is stopped before another is started, and at the end. */
  | { readonly kind: 'start'; readonly from: string; readonly data: string; readonly program: string; readonly args: readonly string[]; readonly user: User | null; readonly cwd: string }
  | { readonly kind: 'stop' }
  /** Databases to drop at the end: those whose names begin so. */
  | { readonly kind: 'databases'; readonly prefix: string; readonly config: ClientConfig; readonly from: string }; // prettier-ignore

/** Whom a program runs as. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** A line that the keeper writes when a task is done. */
export type Done = { readonly ok: true } | { readonly ok: false; readonly message: string };

const folders: string[] = [];
const servers: Extract<Task, { kind: 'databases' }>[] = [];
let running: ChildProcess | null = null;

/**
 * Keeps what outlives a process that is killed: a server, its folder, databases on another server. Whoever started it holds its standard input
 * open; when that ends, for whatever reason, everything is taken away.
 */
async function keep(): Promise<void> {
  // A terminal sends its interrupt to everyone: who started the keeper decides.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  for await (const line of createInterface({ input: process.stdin })) {
    const done = await carryOut(JSON.parse(line) as Task).catch((error: unknown): Done => ({ ok: false, message: String(error) }));
    process.stdout.write(`${JSON.stringify(done)}\n`);
  }
  await stop();
  for (const server of servers) await dropAll(server).catch(() => {});
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
} // prettier-ignore

async function carryOut(task: Task): Promise<Done> {
  if (task.kind === 'folder') folders.push(task.path);
  else if (task.kind === 'databases') servers.push(task);
  else {
    await stop();
    if (task.kind === 'start') return start(task);
  }
  return { ok: true };
}

async function start({ from, data, program, args, user, cwd }: Extract<Task, { kind: 'start' }>): Promise<Done> {
  rmSync(data, { recursive: true, force: true });
  await copyFolder(from, data);
  if (user) own(data, user);
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], ...user });
  running = child;
  let said = '';
  return new Promise((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => {
      if (said.length < 20_000) said += String(chunk);
      if (said.includes('ready to accept connections')) resolve({ ok: true });
    });
    child.once('error', (error) => resolve({ ok: false, message: error.message }));
    child.once('exit', (code) => resolve({ ok: false, message: `it ended with code ${code}: ${said.trim()}` }));
  });
}

async function stop(): Promise<void> {
  const child = running;
  running = null;
  if (child?.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  // Fast shutdown: whoever copies the folder finds it whole.
  child.kill('SIGINT');
  const limit = globalThis.setTimeout(() => child.kill('SIGQUIT'), 10_000);
  await ended;
  clearTimeout(limit);
}

/** A database may be in the making still: whoever asked for it is gone, and the server does not know that yet. */
async function dropAll({ prefix, config, from }: Extract<Task, { kind: 'databases' }>): Promise<void> {
  const session = await openSession(config, from);
  for (let left = 40; left > 0; left--) {
    const found = await session.rows<{ name: string }>(`SELECT quote_ident(datname) AS name FROM pg_database WHERE starts_with(datname, '${prefix}')`);
    for (const { name } of found) await session.run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    const busy = await session.rows(`SELECT 1 AS busy FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND strpos(query, '${prefix}') > 0`);
    if (found.length + busy.length === 0) break;
    await setTimeout(250);
  }
  await session.end();
} // prettier-ignore

await keep();
