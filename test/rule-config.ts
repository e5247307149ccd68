import { rules } from '../rules/index.ts';
import { defaultApprovals } from '../src/approval/settings.ts';
import type { FileConfig } from '../src/config/types.ts';
import type { Fixture } from './fixture.ts';

/** The configuration that a rule's fixture is judged with. */
export function configFor(
  rule: string,
  { options, adapter, rules: active, approvals = 'inline' }: Partial<Fixture>,
): FileConfig {
  const wanted = active ?? [...new Set([rule, 'unparseable-sql'])];
  return {
    rules: wanted.map((name) => {
      const known = rules[name];
      if (!known) throw new Error(`no rule is called "${name}"`);
      return { name, severity: 'error', options: name === rule ? { ...known.defaults, ...options } : known.defaults };
    }),
    adapter: adapter ?? null,
    postgres: 15,
    approvals: { ...defaultApprovals, mode: approvals },
  };
}
