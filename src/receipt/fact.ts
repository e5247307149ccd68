import { UserError } from '../errors.ts';
import type { Files, SourceFile, Undo } from '../types.ts';
import { contentHash, parseReceipt, receiptPath, receiptSteps, type Receipt, type ReceiptStep } from './receipt.ts';

/**
 * What a migration's receipt says of it as it is now. `damaged`: what stands at its place is no receipt; `stale`: it is of what `of` says,
 * which is another now; `failed`: the run came upon something in these steps.
 */
export type ReceiptFact =
  | { readonly kind: 'missing' | 'damaged' }
  | { readonly kind: 'stale'; readonly of: 'name' | 'text' | 'way back' }
  | { readonly kind: 'failed'; readonly steps: readonly ReceiptStep[] }
  | { readonly kind: 'valid'; readonly receipt: Receipt };

/** Looks for the receipt of a migration among the files around it, and compares it with the migration and its way back. */
export function receiptFact({ path, text }: SourceFile, undo: Undo, files: Files): ReceiptFact {
  const found = readReceipt(receiptPath(path), files);
  if (found === null) return { kind: 'missing' };
  const receipt = parseReceipt(found);
  if (!receipt) return { kind: 'damaged' };
  if (receipt.migration !== path) return { kind: 'stale', of: 'name' };
  if (receipt.content !== contentHash(text)) return { kind: 'stale', of: 'text' };
  if (!isOfUndo(receipt, undo, files)) return { kind: 'stale', of: 'way back' };
  const steps = receiptSteps.filter((step) => receipt.results[step] === 'failed');
  return steps.length > 0 ? { kind: 'failed', steps } : { kind: 'valid', receipt };
}

/** What is no text, or may not be read, is no receipt either. */
function readReceipt(path: string, files: Files): string | null {
  try {
    return files.read(path);
  } catch (error) {
    if (error instanceof UserError) return '';
    throw error;
  }
}

function isOfUndo({ undo: tried }: Receipt, undo: Undo, files: Files): boolean {
  if (undo.kind !== 'file') return tried === null;
  return tried?.path === undo.path && tried.content === contentHash(files.read(undo.path) ?? '');
}
