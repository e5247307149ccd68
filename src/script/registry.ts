import { frameworks } from './frameworks/index.ts';
import type { World } from './machine.ts';
import { objectValue, type Value } from './values.ts';

const packages = new Map<string, Readonly<Record<string, Value>>>();
const types = new Map<string, Value>();

for (const framework of Object.values(frameworks)) {
  for (const [name, values] of Object.entries(framework.exports ?? {})) packages.set(name, values);
  for (const [name, value] of Object.entries(framework.types ?? {})) types.set(name, value);
}

/** What all frameworks together give to scripts. */
export const world: World = {
  // Scripts may change what they are given, so each gets an object of its own.
  packageNamed(name) {
    const values = packages.get(name);
    return values && (values['*'] ?? objectValue(Object.entries(values)));
  },
  adopt(object, call) {
    for (const framework of Object.values(frameworks)) {
      const value = framework.adopt?.(object, call);
      if (value) return value;
    }
    return undefined;
  },
  typeNamed: (name) => types.get(name) ?? types.get(name.slice(name.lastIndexOf('.') + 1)),
};
