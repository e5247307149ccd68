import { UserError } from '../errors.ts';
import { openControl, openWorker, ready } from './connect.ts';
import type { ExecOptions } from './options.ts';
import type { Batch } from './plan.ts';
import type { ExecSession } from './session.ts';

/** The sessions of a run. */
export interface Connections {
  readonly control: ExecSession;
  /** A session for a migration: what one has set for its session does not reach the next. */
  worker(batches: readonly Batch[]): Promise<ExecSession>;
  /** Ends them also in the middle of a statement; the server rolls back what is open. */
  cut(): void;
  end(): Promise<void>;
}

type Settings = Pick<ExecOptions, 'server' | 'lockTimeout' | 'statementTimeout' | 'isDry'> & { readonly from: string };

/** What holds no lock that others wait for may take as long as it likes. */
const timeoutFor = (batches: readonly Batch[]) => (batches.some(({ manner }) => manner === 'alone') ? '0' : '10min');

/** Opens the sessions; in a dry run all migrations have the same one, in a transaction that is rolled back. */
export async function connectionsFor(settings: Settings): Promise<Connections> {
  const { isDry, statementTimeout } = settings;
  const control = await openControl(settings);
  let worker: ExecSession | null = null;
  const next = async (timeout: string) => {
    if (isDry && worker) return again(worker, settings, timeout);
    await worker?.end();
    worker = await openWorker(settings, timeout);
    if (isDry) await must(worker, 'BEGIN');
    return worker;
  };
  return {
    control,
    worker: (batches) => next(statementTimeout ?? timeoutFor(batches)),
    cut: () => [worker, control].forEach((session) => void session?.end()),
    async end() {
      if (isDry && worker && !worker.isLost()) await worker.run('ROLLBACK');
      await worker?.end();
      await control.end();
    },
  };
}

async function again(worker: ExecSession, { lockTimeout }: Settings, timeout: string): Promise<ExecSession> {
  await must(worker, 'RESET ALL');
  await must(worker, 'RESET SESSION AUTHORIZATION');
  await must(worker, "SET standard_conforming_strings = 'on'");
  await must(worker, `SET lock_timeout = '${lockTimeout}'`);
  await ready(worker, timeout);
  return worker;
}

async function must(session: ExecSession, sql: string): Promise<void> {
  const { failure } = await session.run(sql);
  if (failure) throw new UserError(`the database cannot be used: ${failure.message}`);
}
