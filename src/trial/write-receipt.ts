import { join } from 'node:path';
import { writeWhole } from '../files/write.ts';
import { contentHash, receiptPath, type Receipt, type StepResult } from '../receipt/receipt.ts';
import type { Files } from '../types.ts';
import type { StepState, Tried } from './result.ts';

const results: Readonly<Record<StepState, StepResult>> = {
  good: 'passed',
  warned: 'passed',
  bad: 'failed',
  none: 'none',
};

/** What a run has shown, as its receipt. */
export function receiptOf(tried: Tried, files: Files, who: string | null): Receipt {
  const { source, undo, chain, engine, steps, milliseconds, when } = tried;
  return {
    format: 1,
    migration: source.path,
    content: contentHash(source.text),
    undo: undo === null ? null : { path: undo, content: contentHash(files.read(undo) ?? '') },
    chain,
    engine,
    results: Object.fromEntries(steps.map(({ name, state }) => [name, results[state]])) as Receipt['results'],
    milliseconds: Math.round(milliseconds),
    when,
    who,
  };
} // prettier-ignore

/** Writes a receipt below the project's root. */
export function writeReceipt(root: string, receipt: Receipt): void {
  writeWhole(join(root, receiptPath(receipt.migration)), `${JSON.stringify(receipt, null, 2)}\n`);
}
