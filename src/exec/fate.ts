import { setTimeout } from 'node:timers/promises';
import type { ExecSession } from './session.ts';

/** The open transaction as the server numbers it; null for one that has changed nothing, or whose session is gone. */
export async function transactionOf(session: ExecSession): Promise<string | null> {
  const rows = await session.rows<{ id: string | null }>('SELECT txid_current_if_assigned()::text AS id').catch(() => []);
  return rows[0]?.id ?? null;
} // prettier-ignore

/** In milliseconds. */
const [patience, pause] = [3000, 200];

/** What became of a transaction whose session was lost when it was to end, as another session sees it; null where nobody knows. */
export async function fateOf(id: string | null, control: ExecSession): Promise<'committed' | 'aborted' | null> {
  for (let left = id === null ? 0 : patience; left > 0; left -= pause) {
    const rows = await control.rows<{ fate: string }>(`SELECT txid_status(${id}) AS fate`).catch(() => []);
    const fate = rows[0]?.fate ?? null;
    if (fate === 'committed' || fate === 'aborted') return fate;
    await setTimeout(pause);
  }
  return null;
}
