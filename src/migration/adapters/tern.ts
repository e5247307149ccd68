import type { Adapter, Part } from '../adapter.ts';
import { fileIdentity } from '../identity.ts';
import { verbatimPart } from '../parts.ts';
import { hasBeside } from '../path.ts';
import type { Direction, Range } from '../../types.ts';

const marker = '---- create above / drop below ----';
const optOut = /(?<![^\n])---- tern: disable-tx ----(?=\n|\s*$)/;

/** tern (jackc/tern migrate/migrate.go): up above `---- create above / drop below ----`, down below the first of them. */
export default {
  folders: ['**/migrations/*.sql'],
  convention: '<number>_<description>.sql',
  directive: /^--\s*(?:create above|tern:)/,
  evidence({ path, text }, files) {
    if (text.includes(marker) || (text.includes('---- tern:') && optOut.test(text))) return 'marker';
    return hasBeside(path, 'tern.conf', files) && /\/\d+_[^/]+$/.test(`/${path}`) ? 'project' : null;
  },
  identify: (path) => fileIdentity(path, /^(?<name>(?<version>\d+)_.+)\.sql$/s),
  parts({ text }) {
    const at = text.indexOf(marker);
    if (at < 0) return [part(text, 'up', [0, text.length])];
    return [part(text, 'up', [0, at]), part(text, 'down', [at + marker.length, text.length])];
  },
  wayBack: () => ({ kind: 'section', marker }),
  knownBy: 'version',
} satisfies Adapter;

function part(text: string, direction: Direction, range: Range): Part {
  return verbatimPart(direction, range, optOut.test(text.slice(...range)) ? 'statements' : 'transaction');
}
