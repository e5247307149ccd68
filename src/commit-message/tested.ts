import { resolve } from '../config/resolve.ts';
import type { Config } from '../config/types.ts';
import { UserError } from '../errors.ts';
import type { PendingCommit } from '../files/git/pending-commit.ts';
import { read } from '../migration/read.ts';
import { receiptSteps, receiptsFolder, type Receipt, type ReceiptStep } from '../receipt/receipt.ts';
import { loadScriptReader } from '../script-reader.ts';

/** The `Tested:` line that the receipts in a commit make; null where one of its migrations has none that holds. */
export async function testedByReceipts(commit: PendingCommit, config: Config): Promise<string | null> {
  const receipts = await receiptsOf(commit, config);
  return receipts.length === 0 ? null : lineOf(receipts);
}

/** The receipts of all migrations, or none at all. */
async function receiptsOf({ touched, after }: PendingCommit, config: Config): Promise<readonly Receipt[]> {
  if (touched.some(({ subject }) => subject !== 'migration')) return [];
  const files = await after();
  if (files.list(receiptsFolder).length === 0) return [];
  const scripts = await loadScriptReader(touched.map(({ path }) => path));
  const receipts: Receipt[] = [];
  const waysBack: string[] = [];
  try {
    for (const { path } of touched) {
      const { undo, receipt } = read({ path, text: files.read(path) ?? '' }, files, { ...resolve(config, path), scripts });
      if (undo.kind === 'itself') waysBack.push(path);
      else {
        const fact = receipt();
        if (fact.kind !== 'valid') return [];
        receipts.push(fact.receipt);
      }
    }
  } catch (error) {
    // What cannot be read was not tried; whether it may be committed others say.
    if (error instanceof UserError) return [];
    throw error;
  }
  const tried = new Set(receipts.map(({ undo }) => undo?.path));
  return waysBack.every((path) => tried.has(path)) ? receipts : [];
} // prettier-ignore

/** What all of them have in common, and the day of the oldest. */
function lineOf(receipts: readonly Receipt[]): string {
  const engines = [...new Set(receipts.map(({ engine }) => engine))].sort().join(', ');
  const [day = ''] = receipts.map(({ when }) => when.slice(0, 'yyyy-mm-dd'.length)).sort();
  const steps = receiptSteps.filter((step) => receipts.every(({ results }) => results[step] === 'passed'));
  return `Tested: farout-guard test on ${engines}, ${day}: ${steps.map((step) => words[step]).join(', ')}`;
}

const words: Readonly<Record<ReceiptStep, string>> = {
  up: 'up',
  data: 'data',
  again: 'again',
  down: 'down',
  upAgain: 'up',
};
