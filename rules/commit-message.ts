import { migrationLines, testedLine } from '../src/commit-message/expected.ts';
import { unnamed } from '../src/commit-message/named.ts';
import { isAboutCommits, isNowhere, parseMessage } from '../src/commit-message/parse.ts';
import { shorten, subjectProblem, type MessageOptions } from '../src/commit-message/subject.ts';
import { unitsOf } from '../src/commit-message/units.ts';
import { listNames } from '../src/name-list.ts';
import { defineRule } from '../src/rule.ts';

const defaults: MessageOptions = {
  types: ['feat', 'fix', 'perf', 'refactor', 'revert', 'chore'],
  scopes: ['db'],
};

const words = { type: 'array', items: { type: 'string', pattern: '^[^\\s():!,/\\\\]+$' } };

export default defineRule({
  description: 'Require a commit message that names its migrations and says where they were tested',
  level: 1,
  judges: ['commit message'],
  messages: {
    subject:
      'The commit changes migrations, and the first line of its message {{what}}. The history is searched by it, and release notes are made of it. Write:\n{{line}}',
    attached:
      'The second line is not blank. Git takes all lines down to the first blank one for the title. Write:\n{{subject}}\n\n{{line}}',
    migrations:
      'The message does not name {{list}}. Who undoes a migration, or asks why it is there, looks for the commit by that name. Add:\n{{lines}}',
    tested: `The message does not say where {{list}} ran before. What was tested nowhere runs on the real data first. Add:\n${testedLine}`,
  },
  schema: {
    type: 'object',
    properties: {
      types: { ...words, minItems: 1, description: 'Words that the first line may begin with; the first is proposed.' },
      scopes: { ...words, description: 'Scopes of which the first line needs one; an empty list asks for none.' },
    },
    additionalProperties: false,
  },
  defaults,
  *check({ text, history }, options) {
    const units = unitsOf(history?.migrations ?? []);
    const { subject, attached, migrations, tested } = parseMessage(text);
    // Git itself refuses an empty message.
    if (units.length === 0 || subject === null || isAboutCommits(subject.text)) return;
    const problem = subjectProblem(subject.text, options);
    if (problem) yield { messageId: 'subject', range: subject.range, data: { ...problem } };
    if (attached) {
      const data = { subject: shorten(subject.text), line: shorten(attached.text) };
      yield { messageId: 'attached', range: attached.range, data };
    }
    const missing = unnamed(units, migrations);
    const list = (those: typeof units) => listNames(those.map(({ name }) => name));
    if (missing.length > 0) {
      const data = { list: list(missing), lines: migrationLines(missing).join('\n') };
      yield { messageId: 'migrations', range: [0, 0], data };
    }
    if (tested.every(({ text }) => isNowhere(text)))
      yield { messageId: 'tested', range: tested[0]?.range ?? [0, 0], data: { list: list(units) } };
  },
});
