import { createRequire } from 'node:module';
import { isRecord } from './is-record.ts';

/** What became of one step of a run; `none`: it was not reached, or there is none. */
export type StepResult = 'passed' | 'failed' | 'none';

/** The steps of a run, in their order. */
export const receiptSteps = ['up', 'data', 'again', 'down', 'upAgain'] as const;

export type ReceiptStep = (typeof receiptSteps)[number];

/** What a run of a migration has shown, for whoever asks later. Hashes are SHA-256 in hexadecimal digits. */
export interface Receipt {
  readonly format: 1;
  /** The migration's path from the project's root. */
  readonly migration: string;
  readonly content: string;
  /** The file with its way back, where that is another. */
  readonly undo: { readonly path: string; readonly content: string } | null;
  /** Of all migrations before it, in their order. */
  readonly chain: string;
  /** The engine and its version, such as `pglite 18.6`. */
  readonly engine: string;
  readonly results: Readonly<Record<ReceiptStep, StepResult>>;
  readonly milliseconds: number;
  /** When it ran: ISO 8601, UTC. */
  readonly when: string;
  /** Who ran it, as git knows them; null where git knows nobody. */
  readonly who: string | null;
}

/** The folder of all receipts, from the project's root. */
export const receiptsFolder = '.farout-guard/receipts';

/** Where the receipt of a migration is, from the project's root. */
export function receiptPath(migration: string): string {
  return `${receiptsFolder}/${migration}.json`;
}

/** The hash of a text; how its lines end means nothing. */
export function contentHash(text: string): string {
  // Most runs hash nothing, and need not load what does.
  const { createHash } = createRequire(import.meta.url)('node:crypto') as typeof import('node:crypto');
  return createHash('sha256').update(text.replace(/\r\n?/g, '\n')).digest('hex');
}

/** Reads a receipt; null for what is none. */
export function parseReceipt(text: string): Receipt | null {
  try {
    const found: unknown = JSON.parse(text);
    return isReceipt(found) ? found : null;
  } catch {
    return null;
  }
}

function isReceipt(value: unknown): value is Receipt {
  if (!isRecord(value) || value['format'] !== 1 || !isRecord(value['results'])) return false;
  const { results, undo } = value;
  const texts = ['migration', 'content', 'chain'].every((key) => typeof value[key] === 'string');
  const lines = isLine(value['engine'], /^[\w.+-]+(?: [\w.+-]+)*$/) && isLine(value['when'], /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  const steps = receiptSteps.every((step) => ['passed', 'failed', 'none'].includes(String(results[step])));
  // The way up is always tried.
  const isTried = results['up'] !== 'none';
  const isUndo = undo === null || (isRecord(undo) && typeof undo['path'] === 'string' && typeof undo['content'] === 'string');
  return texts && lines && steps && isTried && isUndo;
} // prettier-ignore

/** Whether a value is a text of that form: commit messages quote it. */
function isLine(value: unknown, form: RegExp): boolean {
  return typeof value === 'string' && value.length <= 100 && form.test(value);
}
