import { expiryOf } from '../approval/permissions.ts';
import { recordPath } from '../approval/record.ts';
import type { Standing } from '../approval/standing.ts';
import type { Process } from '../process.ts';
import { paintFor } from '../report/paint.ts';
import { printable } from '../report/printable.ts';
import { standings, type Standings, type Stood } from './standings.ts';

/** Lists the approvals on record and how they stand. */
export async function listApprovals(config: string | null, format: string, process: Process): Promise<number> {
  const found = await standings(config, process);
  process.stdout.write(format === 'json' ? asJson(found) : asText(found, process));
  for (const path of found.permissions.damaged)
    process.stderr.write(`farout-guard: ${printable(path)}: is no approval: restore it from git, or remove it\n`);
  return 0;
}

function asJson({ all, permissions }: Standings): string {
  const list = all.map(({ recorded: { record, void: why }, standing }) => ({
    standing,
    why,
    until: new Date(expiryOf(record, permissions.settings)).toISOString(),
    path: recordPath(record.id),
    ...record,
  }));
  return `${JSON.stringify(list, null, 2)}\n`;
}

function asText({ all, permissions }: Standings, { stdout, env }: Process): string {
  if (all.length === 0) return 'no approvals are on record\n';
  const paint = paintFor(stdout.isTTY === true, env, null);
  const colour = (standing: Standing) => (standing === 'active' ? paint.green : standing === 'expiring' ? paint.yellow : paint.red);
  const lines = all.map(({ recorded, standing }: Stood) => {
    const { record, void: why } = recorded;
    const until = new Date(expiryOf(record, permissions.settings)).toISOString().slice(0, 10);
    const about = `${record.rule} in ${record.file}: ${record.statement}`;
    const more = standing === 'void' && why !== null ? `\n  ${printable(why)}` : '';
    return `${colour(standing)(standing)}  ${record.id}  until ${until}  ${printable(`${record.by.name} <${record.by.email}>`)}\n  ${printable(about)}\n  ${printable(record.reason)}${more}\n`;
  });
  return `${lines.join('\n')}\n${amounts(all)}\n`;
} // prettier-ignore

function amounts(all: readonly Stood[]): string {
  const kinds: readonly Standing[] = ['active', 'expiring', 'void', 'unused', 'expired'];
  const counts = kinds.map((kind) => [all.filter(({ standing }) => standing === kind).length, kind] as const);
  return counts.filter(([amount]) => amount > 0).map(([amount, kind]) => `${amount} ${kind}`).join(', '); // prettier-ignore
}
