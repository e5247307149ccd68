import { testCommands } from '../src/git-commands.ts';
import { receiptPath, type ReceiptStep } from '../src/receipt/receipt.ts';
import { defineRule } from '../src/rule.ts';

const again = 'and commit the new receipt with it:\n{{commands}}';

export default defineRule({
  description: 'Require a receipt of `farout-guard test` for each new migration',
  level: 1,
  messages: {
    missing:
      'Nothing shows that this migration was tried: there is no receipt at {{receipt}}. What ran nowhere runs on the real data first.\n' +
      '-- Try it on a database of its own, and commit the receipt with it:\n{{commands}}',
    stale: `The receipt {{receipt}} is not of this migration as it is now: {{what}}.\n-- Try it again, ${again}`,
    damaged:
      'What stands at {{receipt}} is no receipt: a merge or an edit has broken it, or another version wrote it.\n' +
      `-- Try the migration again, ${again}`,
    failed:
      'The receipt says that this migration was tried and did not pass: {{steps}}.\n' +
      `-- Mend what the run finds, try it again, ${again}`,
  },
  schema: { type: 'object', properties: {}, additionalProperties: false },
  defaults: {},
  needsHistory: true,
  protocolOnly: true,
  *check({ path, undo, history, receipt }) {
    const isNew = history?.published === null && (history.change.kind === 'added' || history.change.kind === 'renamed');
    // A way back is tried with its migration, whose receipt holds its hash.
    if (!isNew || undo.kind === 'itself') return;
    const fact = receipt();
    if (fact.kind === 'valid') return;
    const more = {
      ...(fact.kind === 'stale' ? { what: changes[fact.of] } : {}),
      ...(fact.kind === 'failed' ? { steps: fact.steps.map((step) => words[step]).join(', ') } : {}),
    };
    const place = receiptPath(path);
    yield {
      messageId: fact.kind,
      range: [0, 0],
      data: { receipt: place, commands: testCommands(path, place), ...more },
    };
  },
});

const changes = {
  name: 'it is that of another file',
  text: 'its text has changed since it ran',
  'way back': 'its way back was another when it ran',
};

const words: Readonly<Record<ReceiptStep, string>> = {
  up: 'the way up',
  data: 'rows that were there before',
  again: 'a second run',
  down: 'the way back',
  upAgain: 'the way up after the way back',
};
