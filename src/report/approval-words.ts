import type { Approval } from '../types.ts';

/** Who permits something, why, and until when, in one line. */
export function approvalWords(approval: Approval): string {
  if (approval.mode === 'inline') return approval.reason;
  return `${approval.reason} (by ${approval.by.join(' and ')}, until ${approval.until.slice(0, 10)}; ${approval.ids.join(', ')})`;
}
