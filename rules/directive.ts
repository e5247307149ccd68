import type { ClaimProblem, DirectiveOptions } from '../src/directives.ts';
import { commentProblems, type CommentProblem } from '../src/directives/read.ts';
import { defineRule } from '../src/rule.ts';

const defaults: DirectiveOptions = { unused: 'warn' };

/** The lint core adds what only it knows, with these messages: unknown rules, wrong levels, and directives that silence nothing. */
export default defineRule<CommentProblem | ClaimProblem, DirectiveOptions>({
  description: 'Disallow directive comments without a reason or an effect',
  level: 2,
  messages: {
    noReason:
      '"{{keyword}}" gives no reason, so it has no effect. Say after two dashes why it is right here.\n-- {{keyword}}{{rules}} -- <reason>',
    unknownKeyword: '"{{keyword}}" has no effect: there is no such directive.{{hint}}',
    misplaced:
      '"{{keyword}}" has no effect here: it must stand at the top of the file, before the first statement. From here on, write:\n-- farout-guard-disable <rules> -- <reason>',
    approvesNoRule:
      '"{{keyword}}" names no rule, so it has no effect. An approval names what it permits.\n-- {{keyword}} <rule> -- <reason>',
    approvesNoStatement:
      '"{{keyword}}" stands above no statement, so it has no effect. Put it on a line of its own directly above the statement it permits, without a blank line between.',
    approvesNoCall:
      '"{{keyword}}" stands above nothing that sends SQL, so it has no effect. Put it on a line of its own directly above what it permits (inside the loop, condition or function), without a blank line between.',
    setsRules:
      'This sets a rule of farout-guard for one file, which only ESLint heeds, and there not in SQL: the commit hook does not. Set it in the configuration, for this file in "overrides".',
    slashes: 'PostgreSQL does not know "//" as a comment, so it would refuse this migration here. Write:\n-- {{text}}',
    unknownRule: '"{{keyword}}" has no effect: there is no rule "{{rule}}".{{hint}}',
    needsApproval:
      '"{{rule}}" guards against losing data and cannot be disabled by a comment. A person permits the one statement, on the line directly above it:\n-- farout-guard-approve {{rule}} -- <reason>',
    needsNoApproval:
      '"{{rule}}" is not a rule that needs an approval, so this has no effect. Disable it for the statement instead:\n-- farout-guard-disable-next-line {{rule}} -- {{reason}}',
    needsRecord:
      '"{{keyword}}" has no effect: this project has approvals on record (approvals.mode in the configuration), with a backup and an end. A person gives one:\nnpx farout-guard approve <file>',
    unused: '"{{keyword}}" has no effect: {{why}}. Remove it, so that it cannot hide something later.',
  },
  schema: {
    type: 'object',
    properties: { unused: { enum: ['off', 'warn', 'error'] } },
    additionalProperties: false,
  },
  defaults,
  fixable: true,
  check: commentProblems,
});
