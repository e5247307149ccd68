import type { ClientConfig } from 'pg';
import { UserError } from '../../errors.ts';
import type { Answer, Failure } from '../database.ts';
import type { Drive, Driven, OpenDatabase } from '../engine.ts';
import { databaseLost } from '../failure.ts';
import { openSession, targetOf, type Session } from './client.ts';
import type { ScriptRunner } from './runner.ts';

/** A server on which databases are made. */
export interface Server {
  readonly version: string;
  open(from: State | null): Promise<OpenDatabase>;
  drop(database: string): Promise<void>;
  rename(database: string, name: string): Promise<void>;
  /** Takes away all but a copy: the open database, and roles that came after. */
  settle(copy: State): Promise<void>;
  /** Gives the open database another name and lets it be. */
  release(name: string): Promise<void>;
  /** Whether it can make databases still. */
  isAlive(): Promise<boolean>;
  /** The names of its roles but PostgreSQL's own. */
  roles(): Promise<readonly string[]>;
  end(): Promise<void>;
}

/** What a copy is: a database that nobody uses, and the roles that were there. */
export interface State {
  readonly database: string;
  readonly roles: readonly string[];
  /** It is itself a copy, to be opened once: that saves making another. */
  readonly isSpare?: boolean;
}

interface Settings {
  readonly admin: Session;
  readonly config: ClientConfig;
  readonly from: string;
  /** What the names of all databases made here begin with. */
  readonly prefix: string;
  readonly timeout: number;
  readonly runner: ScriptRunner;
  /** Whether roles that a trial has made may be taken away. */
  readonly ownsRoles: boolean;
}

/** The server's roles, and how to get back to those that were there before. */
function rolesOn(admin: Administrator, mayDrop: boolean) {
  const roles = async () => (await admin.rows<{ name: string }>("SELECT rolname AS name FROM pg_roles WHERE rolname !~ '^pg_'")).map(({ name }) => name);
  const restoreRoles = async (before: readonly string[]) => {
    for (const name of mayDrop ? (await roles()).filter((each) => !before.includes(each)) : [])
      await admin.run(`DROP ROLE IF EXISTS "${name.replaceAll('"', '""')}"`);
  };
  return { roles, restoreRoles };
} // prettier-ignore

/** On a server of our own what a subscription holds is thrown away with all the rest. */
const dropOn = (admin: Administrator, isOwn: boolean) => async (name: string) => {
  const sql = `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`;
  const answer = await admin.run(sql);
  if (!isOwn || answer.failure?.kind !== 'refused') throwFor(answer, sql);
};

type Administrator = Pick<Session, 'run' | 'rows' | 'end'>;

/** The session that makes and drops databases; it is opened again when a migration has ended it. */
function administrator({ admin, config, from }: Settings): Administrator {
  let session = admin;
  const alive = async () => (session = session.isLost() ? await openSession(config, from) : session);
  const lost = (error: unknown): Failure => ({ kind: 'died', code: '', message: error instanceof Error ? error.message : String(error) });
  return {
    run: (sql) => alive().then((open) => open.run(sql), (error: unknown) => ({ failure: lost(error), notices: [] })),
    rows: async (select) => (await alive()).rows(select),
    end: () => session.end(),
  };
} // prettier-ignore

/** Uses a server through a session that makes and drops databases. */
export async function serverOf(settings: Settings): Promise<Server> {
  const { prefix, ownsRoles } = settings;
  const admin = administrator(settings);
  const must = async (sql: string) => throwFor(await admin.run(sql), sql);
  const [row] = await admin.rows<{ version: string }>("SELECT current_setting('server_version') AS version");
  const version = /\d+(?:\.\d+)*/.exec(row?.version ?? '')?.[0] ?? '';
  let open: Opened | null = null;
  const { roles, restoreRoles } = rolesOn(admin, ownsRoles);
  const { make, take } = makerOn(prefix, version, must);
  const drop = dropOn(admin, ownsRoles);
  const leave = async () => {
    if (!open) return;
    await open.session.end();
    await drop(open.name);
    open = null;
  };
  const first = await roles();
  return {
    version,
    roles,
    drop,
    rename: async (database, name) => must(`ALTER DATABASE ${database} RENAME TO ${name}`),
    async open(from) {
      await leave();
      await restoreRoles(from?.roles ?? first);
      const name = await (from?.isSpare ? take(from.database) : make(from?.database ?? null));
      const opened: Opened = { name, session: await connect(name, settings) };
      open = opened;
      return databaseOn(opened, { ...settings, admin }, version, async () => {
        await opened.session.end();
        const state: State = { database: await make(name), roles: await roles() };
        opened.session = await connect(name, settings);
        return { state };
      });
    },
    isAlive: async () => (await admin.run('SELECT 1')).failure === null,
    async release(name) {
      if (!open) throw new Error('no database is open');
      await open.session.end();
      await must(`ALTER DATABASE ${open.name} RENAME TO ${name}`);
      open = null;
    },
    async settle(copy) {
      await leave();
      await restoreRoles(copy.roles);
    },
    async end() {
      // What cannot be dropped here is dropped by the keeper.
      await leave().catch(() => {});
      await admin.end();
    },
  };
} // prettier-ignore

/** Makes databases whose names begin alike. */
function makerOn(prefix: string, version: string, must: (sql: string) => Promise<void>) {
  let made = 0;
  const next = () => `${prefix}${made++}`;
  const make = async (template: string | null) => {
    const name = next();
    const fast = template !== null && Number.parseInt(version) >= 15 ? ' STRATEGY file_copy' : '';
    await must(`CREATE DATABASE ${name}${template === null ? '' : ` TEMPLATE ${template}${fast}`}`);
    return name;
  };
  const take = async (database: string) => {
    const name = next();
    await must(`ALTER DATABASE ${database} RENAME TO ${name}`);
    return name;
  };
  return { make, take };
}

interface Opened {
  readonly name: string;
  session: Session;
}

async function connect(database: string, { config, from }: Settings): Promise<Session> {
  return openSession({ ...config, database }, from);
}

function throwFor({ failure }: Answer, sql: string): void {
  if (failure?.kind === 'refused') throw new UserError(`the server refuses ${sql}: ${failure.message}`);
  if (failure) throw databaseLost(failure.message, failure);
}

function databaseOn(opened: Opened, settings: Limits, version: string, copy: OpenDatabase['copy']): OpenDatabase {
  const run = (sql: string) => limited(opened.session, sql, settings);
  return {
    version: Number.parseInt(version),
    drive: (drive) => driveOn(opened, drive, settings),
    copy,
    rows: (select) => opened.session.rows(select),
    run,
    async runAll(texts) {
      const answers: Answer[] = [];
      for (const text of texts) {
        answers.push(await run(text));
        if (answers.at(-1)?.failure) break;
      }
      return answers;
    },
  };
}

/** A script that was ended leaves the server busy with what it had sent. */
async function driveOn({ name, session }: Opened, drive: Drive, { config, from, runner, timeout }: Limits): Promise<Driven> {
  if (drive.isInside) throw new Error('a script has sessions of its own on a server');
  const driven = await runner.run(drive, { target: targetOf({ ...config, database: name }, from), timeout });
  if (driven.failure && driven.failure.kind !== 'refused')
    await session.run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`);
  return driven;
} // prettier-ignore

type Limits = Omit<Settings, 'admin'> & { readonly admin: Administrator };

/** A migration may set its own limits, and none: the session is ended from outside. */
async function limited(session: Session, sql: string, { admin, timeout }: Limits): Promise<Answer> {
  let isLate = false as boolean;
  const limit = setTimeout(() => {
    isLate = true;
    void admin.run(`SELECT pg_terminate_backend(${session.pid})`).then(({ failure }) => failure && session.end());
  }, timeout);
  const answer = await session.run(sql);
  clearTimeout(limit);
  if (!isLate) return answer;
  return { ...answer, failure: { kind: 'timeout', code: '', message: `it did not end within ${timeout / 1000} s` } };
}
