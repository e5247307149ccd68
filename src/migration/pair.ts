import type { Identity, WayBack } from './adapter.ts';
import { fileIdentity } from './identity.ts';
import { baseOf } from './path.ts';

/** Names of migrations that are two files, as golang-migrate reads them (source/parse.go). */
const pair = /^(?<name>(?<version>\d+)_.*)\.(?:up|(?<down>down))\.sql$/s;

/** Whether the file is `<version>_<description>.up.sql` or its way back. */
export function isPair(path: string): boolean {
  return pair.test(baseOf(path));
}

export function pairIdentity(path: string): Identity {
  return fileIdentity(path, pair);
}

export function pairWayBack(path: string): WayBack {
  return { kind: 'file', paths: [path.replace(/(?:\.up)?\.sql$/i, '.down.sql')] };
}
