import { UserError } from '../errors.ts';
import type { Failed } from './reporter.ts';

/** The result of a file on which something was thrown. */
export function failure(path: string, error: unknown): Failed {
  const message = error instanceof Error ? error.message : String(error);
  const ownPath = `${path}: `;
  return {
    kind: 'failed',
    path,
    message: message.startsWith(ownPath) ? message.slice(ownPath.length) : message,
    stack: error instanceof UserError ? null : ((error instanceof Error ? error.stack : undefined) ?? message),
  };
}
