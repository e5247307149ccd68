import { join } from 'node:path';
import { writeWhole } from '../files/write.ts';
import { contentHash, receiptPath, type Receipt, type ReceiptStep, type StepResult } from '../receipt/receipt.ts';
import type { Files } from '../types.ts';
import type { Tried } from './run.ts';
import { stepsOf } from './summary.ts';

/** Whose run it was, and when. */
export interface Signature {
  readonly who: string | null;
  readonly when: Date;
}

const results: Readonly<Record<'good' | 'bad' | 'none', StepResult>> = { good: 'passed', bad: 'failed', none: 'none' };
const names: readonly ReceiptStep[] = ['up', 'data', 'again', 'down', 'upAgain'];

/** What a run has shown, as its receipt. */
export function receiptOf(tried: Tried, files: Files, { who, when }: Signature): Receipt {
  const { subject, chain, engine, milliseconds } = tried;
  const { undo } = subject.migration;
  return {
    format: 1,
    migration: subject.source.path,
    content: contentHash(subject.source.text),
    undo: undo.kind === 'file' ? { path: undo.path, content: contentHash(files.read(undo.path) ?? '') } : null,
    chain,
    engine,
    results: Object.fromEntries(stepsOf(tried).map(([, state], index) => [names[index], results[state]])) as Receipt['results'],
    milliseconds: Math.round(milliseconds),
    when: when.toISOString(),
    who,
  };
} // prettier-ignore

/** Writes a receipt below the project's root. */
export function writeReceipt(root: string, receipt: Receipt): void {
  writeWhole(join(root, receiptPath(receipt.migration)), `${JSON.stringify(receipt, null, 2)}\n`);
}
