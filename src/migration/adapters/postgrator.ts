import type { Adapter, Identity } from '../adapter.ts';
import { fileIdentity } from '../identity.ts';
import { wholeFile } from '../parts.ts';
import { baseOf, beside } from '../path.ts';
import { ofVersion } from '../versions.ts';

const name = /^(?<version>\d+)\.(?:do|(?<down>undo))(?:\.(?<description>.*))?\.sql$/s;

function identify(path: string): Identity {
  const identity = fileIdentity(path, name);
  const { version, description } = name.exec(baseOf(path))?.groups ?? {};
  return version === undefined
    ? identity
    : { ...identity, name: description === undefined ? version : `${version}.${description}` };
}

/** postgrator (rickbergfalk/postgrator postgrator.js): `<version>.do.<description>.sql` and `<version>.undo.….sql`, each one query. */
const postgrator: Adapter = {
  folders: ['**/migrations/**/*.{do,undo}.*sql'],
  convention: '<version>.do.<description>.sql',
  directive: null,
  evidence: ({ path }) => (name.test(baseOf(path)) ? 'path' : null),
  identify,
  parts: (file, direction) => wholeFile(file, direction, 'batch'),
  wayBack(path, files) {
    const found = ofVersion(path, 'down', postgrator, files);
    return { kind: 'file', paths: [...found, beside(path, baseOf(path).replace('.do.', '.undo.'))] };
  },
};

export default postgrator;
