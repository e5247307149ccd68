import type { Duplex } from 'node:stream';
import type { Settings } from './framework.ts';
import type { Recorder } from './recorder.ts';

/** Where the clients of a script are led to, whatever they are told. */
export interface Target {
  readonly connection: Settings;
  /** How TLS is spoken, as `pg` is told. */
  readonly ssl: unknown;
  /** A stream to the database instead of a socket. */
  readonly stream: (() => Duplex) | null;
}

/** The parts of the package `pg` that every way to a query passes. */
export interface PgPackage {
  readonly Client: { readonly prototype: PgClient };
  readonly Connection: { readonly prototype: PgConnection };
}

interface PgClient {
  connection: PgConnection;
  ssl: unknown;
  connectionParameters: object;
  connect: (this: PgClient, ...args: unknown[]) => unknown;
  query: (this: PgClient, ...args: unknown[]) => unknown;
}

interface PgConnection {
  stream: unknown;
  ssl: unknown;
  readonly parsedStatements: Readonly<Record<string, string>>;
  query: (this: PgConnection, text: string) => void;
  parse: (this: PgConnection, query: { readonly text: string; readonly name?: string }) => void;
  bind: (this: PgConnection, config: { readonly statement?: string }) => void;
  prependListener(event: string, listener: (error: unknown) => void): void;
}

/** Leads every client of a copy of `pg` to the target, and takes down what they send, until the answer is called. */
export function leadClients({ Client, Connection }: PgPackage, target: Target, recorder: Recorder): () => void {
  const [client, connection] = [Client.prototype, Connection.prototype];
  const { connect, query } = client;
  const { query: send, parse, bind } = connection;
  const pending = new WeakMap<PgConnection, ((error: unknown) => void)[]>();
  const note = (on: PgConnection, sql: string) => pending.get(on)?.push(recorder.send(sql));
  const parsed = new WeakMap<PgConnection, string>();

  client.connect = function (...args) {
    aim(this, target);
    const open: ((error: unknown) => void)[] = [];
    pending.set(this.connection, open);
    this.connection.prependListener('errorMessage', (error) => open[0]?.(error));
    this.connection.prependListener('readyForQuery', () => void open.shift());
    return connect.apply(this, args);
  };
  client.query = function (...args) {
    recorder.expect(textIn(args[0]), recorder.line());
    return query.apply(this, args);
  };
  connection.query = function (text) {
    note(this, text);
    send.call(this, text);
  };
  connection.parse = function (given) {
    note(this, given.text);
    parsed.set(this, given.name ?? '');
    parse.call(this, given);
  };
  // A statement that was prepared before is not parsed again.
  connection.bind = function (config) {
    const { statement = '' } = config;
    if (statement !== '' && parsed.get(this) !== statement) note(this, this.parsedStatements[statement] ?? '');
    parsed.delete(this);
    bind.call(this, config);
  };
  return () => {
    Object.assign(client, { connect, query });
    Object.assign(connection, { query: send, parse, bind });
  };
} // prettier-ignore

function textIn(query: unknown): string {
  if (typeof query === 'string') return query;
  const text = typeof query === 'object' && query !== null && 'text' in query ? query.text : '';
  return typeof text === 'string' ? text : '';
}

/** A script may bring its own settings; they are of no use here, and may lead to a database that is no trial's. */
function aim(client: PgClient, { connection, ssl, stream }: Target): void {
  Object.assign(client.connectionParameters, connection, { ssl });
  Object.assign(client, connection, { ssl, password: connection.password || null });
  client.connection.ssl = ssl;
  if (stream) client.connection.stream = stream();
}
