import { fileURLToPath } from 'node:url';
import { rules } from '../../rules/index.ts';
import { UserError } from '../errors.ts';
import { readText } from '../files/disk.ts';
import { hint } from '../nearest.ts';
import { packageRoot } from '../package.ts';
import type { Process } from '../process.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { paintFor } from '../report/paint.ts';
import type { Arguments, Command } from './command.ts';

/** Shows a rule's page. */
export const explain: Command = {
  usage: 'explain <rule>',
  summary: 'show what a rule finds, why, and the safe way',
  operands: [1, 1],
  options: {
    color: { value: null, description: 'colour the page' },
    'no-color': { value: null, description: 'do not colour the page' },
  },
  notes: { Examples: ['farout-guard explain no-drop-table'] },
  run: explainRule,
};

function explainRule({ operands: [rule = ''], options }: Arguments, { stdout, env }: Process): Promise<number> {
  const name = rule.replace(/^farout-guard\//, '');
  if (!Object.hasOwn(rules, name)) {
    const what = `unknown rule ${rule}.${hint(name, Object.keys(rules))}`;
    return Promise.reject(new UserError(`${what} farout-guard rules lists them.`));
  }
  const flag = options.has('no-color') ? false : options.has('color') ? true : null;
  const path = fileURLToPath(new URL(`rules/${name}.md`, packageRoot));
  stdout.write(renderMarkdown(readText(path, path), paintFor(stdout.isTTY === true, env, flag)));
  return Promise.resolve(0);
}
