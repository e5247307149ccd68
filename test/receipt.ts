import { contentHash, receiptPath, receiptSteps, type Receipt } from '../src/receipt/receipt.ts';

/** The text of a receipt of a migration in which all has passed, but for what is said, under the path that it has. */
export function receiptFile(migration: string, text: string, more: Partial<Receipt> = {}): Record<string, string> {
  const receipt: Receipt = {
    format: 1,
    migration,
    content: contentHash(text),
    undo: null,
    chain: contentHash(''),
    engine: 'pglite 18.7',
    results: allPassed,
    milliseconds: 412,
    when: '2026-11-29T09:30:00.000Z',
    who: null,
    ...more,
  };
  return { [receiptPath(migration)]: `${JSON.stringify(receipt, null, 2)}\n` };
}

/** The results of a run in which all has passed. */
export const allPassed = Object.fromEntries(receiptSteps.map((step) => [step, 'passed'])) as Receipt['results'];
