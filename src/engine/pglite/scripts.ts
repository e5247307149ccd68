import type { PGlite } from '@electric-sql/pglite';
import type { Target } from '../../drive/clients.ts';
import type { Driver } from '../../drive/drive.ts';
import { sessionOn, type Session } from '../../drive/session.ts';
import { streamTo } from '../../drive/stream.ts';
import type { Drive, Driven } from '../engine.ts';
import { firstLine } from './open.ts';

/** Has scripts run on PGlite in this thread. */
export interface Scripts {
  prepare(drive: Drive): Promise<string | null>;
  run(drive: Drive, on: { readonly pglite: PGlite; readonly version: string }): Promise<Driven>;
}

/** What scripts need is loaded with the first of them. */
export async function loadScripts(): Promise<Scripts> {
  const { scriptDriver } = await import('../../drive/drive.ts');
  const driver = scriptDriver();
  return { prepare: (drive) => driver.prepare(drive), run: (drive, on) => run(driver, { drive, ...on }) };
} // prettier-ignore

interface Parts {
  readonly drive: Drive;
  readonly pglite: PGlite;
  readonly version: string;
}

async function run(driver: Driver, { drive, pglite, version }: Parts): Promise<Driven> {
  let lost = null as string | null;
  const session = sessionOn(async (bytes) => {
    try {
      return await pglite.execProtocolRaw(bytes);
    } catch (error) {
      lost = firstLine(error);
      throw new Error(lost, { cause: error });
    }
  }, drive.isInside);
  const driven = await driver.run(drive, targetOf(session, version));
  if (lost !== null) return { ...driven, failure: { kind: 'died', code: '', message: lost } };
  await session.end();
  return { ...driven, obstacle: driven.obstacle ?? session.obstacle() };
}

function targetOf(session: Session, version: string): Target {
  return {
    connection: { host: 'localhost', port: 5432, user: 'postgres', password: '', database: 'postgres' },
    ssl: false,
    stream: () => streamTo(session.join(), version),
  };
}
