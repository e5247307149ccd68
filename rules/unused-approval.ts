import type { UnusedApproval } from '../src/approval/apply.ts';
import { defineRule } from '../src/rule.ts';

/** The lint core adds what only it knows: which approvals on record name this migration, and which of its findings they permit. */
export default defineRule<UnusedApproval, object>({
  description: 'Disallow approvals on record that permit nothing any more',
  level: 1,
  messages: {
    expired:
      'The approval {{id}} of {{rule}} by {{by}} has expired, so it permits nothing. Once the migration has run everywhere, put it away; before, ask anew.\n' +
      '-- Remove what is not needed any more:\nfarout-guard approvals prune',
    unused:
      'The approval {{id}} of {{rule}} by {{by}} permits nothing in this migration: its statement was changed or removed. An approval that nobody needs must not lie in wait for a statement.\n' +
      '-- Remove it:\nfarout-guard approvals revoke {{id}}',
  },
  schema: { type: 'object', properties: {}, additionalProperties: false },
  defaults: {},
  *check() {
    // See src/approval/apply.ts.
  },
}); // prettier-ignore
