import type { Check } from '../doctor/check.ts';
import { paintFor } from '../report/paint.ts';
import { printable } from '../report/printable.ts';
import type { Command } from './command.ts';

/** Finds out whether the hook will really run here, and proves it. */
export const doctor: Command = {
  usage: 'doctor',
  summary: 'find out whether commits are really guarded here, and prove it',
  operands: [0, 0],
  options: {
    'no-proof': { value: null, description: 'do not try a commit in a throw-away copy of the repository' },
    color: { value: null, description: 'colour the report' },
    'no-color': { value: null, description: 'do not colour the report' },
  },
  notes: {
    'What it looks at': [
      'versions, the configuration and what it matches, the hook and its manager, the pipeline, ESLint (for editors: it is loaded',
      "in a process of its own, with the project's configuration), and whether a commit is refused in a throw-away copy.",
    ],
    'Exit codes': [
      '0  all is as it should be, or only weak beside the hook (!)',
      '1  something is off (✖): commits here are not guarded, or cannot be made',
      '2  could not run: wrong arguments, no git repository',
    ],
  },
  async run({ options }, process) {
    const { examine } = await import('../doctor/examine.ts');
    const flag = options.has('no-color') ? false : options.has('color') ? true : null;
    const paint = paintFor(process.stdout.isTTY === true, process.env, flag);
    let failures = 0;
    for await (const check of examine(process, !options.has('no-proof'))) {
      process.stdout.write(line(check, paint));
      if (check.state === 'failure') failures += 1;
    }
    return failures > 0 ? 1 : 0;
  },
};

const signs: Readonly<Record<Check['state'], string>> = { good: '✔', warning: '!', failure: '✖', skipped: '-' };

function line({ title, state, detail, remedy }: Check, paint: ReturnType<typeof paintFor>): string {
  const colour = { good: paint.green, warning: paint.yellow, failure: paint.red, skipped: paint.dim }[state];
  const sentence = `${printable(detail)}${remedy === null ? '' : `. ${printable(remedy)}`}`;
  return `${colour(signs[state])} ${paint.bold(title.padEnd(15))} ${sentence}\n`;
}
