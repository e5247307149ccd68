import { Duplex } from 'node:stream';
import { greeting, numberAt, readMessages, type Message } from './protocol.ts';
import type { Client } from './session.ts';

/** The requests that come before the protocol proper begins; TLS is answered with `N`. */
const startupHead = 8;
const protocolVersion = 3;

/** A stream that stands for a socket to a server: what `pg` writes goes to a client of the session. */
export function streamTo(client: Client, version: string): Duplex {
  let [unread, isStarted, exchange] = [new Uint8Array() as Uint8Array, false, [] as Message[]];
  const start = (): Uint8Array | null => {
    if (unread.length < startupHead || unread.length < numberAt(unread, 0)) return null;
    isStarted = numberAt(unread, 4) >> 16 === protocolVersion;
    unread = unread.subarray(numberAt(unread, 0));
    return isStarted ? greeting(version) : Buffer.from('N');
  };
  const take = async (): Promise<void> => {
    const { messages, rest } = readMessages(unread);
    unread = rest;
    for (const each of messages) {
      exchange.push(each);
      if (each.type === 'X') return void stream.push(null);
      if (!'QSHF'.includes(each.type)) continue;
      const whole = exchange;
      exchange = [];
      stream.push(await client.exchange(whole));
    }
  };
  const stream = new Duplex({
    write(chunk: Uint8Array, _encoding, done) {
      unread = Buffer.concat([unread, chunk]);
      const greeted = isStarted ? null : start();
      if (greeted) stream.push(greeted);
      if (isStarted) take().then(() => done(), done);
      else done();
    },
    read() {},
    final(done) {
      stream.push(null);
      done();
    },
    destroy(error, done) {
      client.end().then(() => done(error), done);
    },
  });
  return Object.assign(stream, socketMethods(stream));
} // prettier-ignore

/** What a socket has besides. */
function socketMethods(stream: Duplex) {
  return {
    connect() {
      setImmediate(() => stream.emit('connect'));
      return stream;
    },
    setNoDelay: () => stream,
    setKeepAlive: () => stream,
    setTimeout: () => stream,
    ref: () => stream,
    unref: () => stream,
  };
}
