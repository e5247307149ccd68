import { exportedEntries } from '../entries.ts';
import { defineFramework } from '../framework.ts';
import { classes } from '../sequelize/interface.ts';
import { contextOf, parameters } from '../umzug/context.ts';

export default defineFramework({
  packages: ['umzug'],
  signs: /\bcontext\b/,
  entries: (module) => {
    const found = exportedEntries(module, []);
    if (found.length === 0) return [];
    const args = [parameters(contextOf(module)), classes[6]];
    return found.map((entry) => ({ ...entry, args }));
  },
  transaction: () => false,
});
