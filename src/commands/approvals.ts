import { UserError } from '../errors.ts';
import { hint } from '../nearest.ts';
import type { Process } from '../process.ts';
import type { Arguments, Command } from './command.ts';

/** Lists and takes back approvals on record. */
export const approvals: Command = {
  usage: 'approvals [<action>]',
  summary: 'list what people have approved on record, and take it back',
  operands: [0, Infinity],
  options: {
    format: { short: 'f', value: '<name>', description: 'how to list them', choices: ['text', 'json'] },
    config: { short: 'c', value: '<file>', description: 'use this configuration instead of the one found' },
  },
  notes: {
    Actions: [
      'list          all of them, and how they stand (without an action)',
      'revoke <id…>  takes them back: they do not count any more',
      'prune         removes those that are expired or unused',
    ],
    Standings: [
      'active    permits a statement of its migration',
      'expiring  the same, and ends within seven days',
      'void      does not count: it was changed, is not staged, its signature is wrong …',
      'unused    its migration has nothing that it permits',
      'expired   its time is over',
    ],
    'Exit codes': ['0  done', '2  could not run: no approval of that id, wrong arguments or configuration'],
    Examples: ['farout-guard approvals', 'farout-guard approvals revoke 2026-11-30-no-drop-table-0b5d2c1f', 'farout-guard approvals prune'],
  },
  run: runApprovals,
}; // prettier-ignore

const names = ['list', 'revoke', 'prune'];

async function runApprovals({ operands: [name = 'list', ...ids], options }: Arguments, process: Process): Promise<number> {
  const config = options.get('config')?.at(-1) ?? null;
  const few = name !== 'revoke' && ids.length > 0;
  if (!names.includes(name) || few) throw new UserError(`approvals ${name}: ${few ? 'takes no ids' : `must be one of ${names.join(', ')}.${hint(name, names)}`}`);
  if (name === 'list') return (await import('../approvals/list.ts')).listApprovals(config, options.get('format')?.at(-1) ?? 'text', process);
  const { pruneApprovals, revokeApprovals } = await import('../approvals/remove.ts');
  if (name === 'prune') return pruneApprovals(config, process);
  if (ids.length === 0) throw new UserError('approvals revoke: names no approval; farout-guard approvals lists them');
  return revokeApprovals(ids, config, process);
} // prettier-ignore
