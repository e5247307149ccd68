import type { Operation } from '../types.ts';
import type { Piece, Runnable } from './runnable.ts';

/** Extensions that are not there, by name, with the SQL that stands for each: what of it the migrations use. */
export type Stubs = Readonly<Record<string, string>>;

/** A migration in which such extensions are neither made nor spoken of: what stands for one is there from the beginning, as no second run makes it again. */
export function withStubs(runnable: Runnable, stubs: Stubs): Runnable {
  if (Object.keys(stubs).length === 0) return runnable;
  const steps = runnable.steps.map((step) => ({ ...step, pieces: step.pieces.map((piece) => stubbed(piece, stubs)) }));
  return { ...runnable, steps };
}

function stubbed(piece: Piece, stubs: Stubs): Piece {
  const made = piece.operations.map(madeExtension).find((name) => name !== null && Object.hasOwn(stubs, name));
  if (made !== undefined && made !== null) return { ...piece, sql: 'SELECT 1' };
  const [, spoken] = /^\s*(?:COMMENT\s+ON|ALTER|DROP)\s+EXTENSION\s+(?:IF\s+EXISTS\s+)?("?[\w-]+"?)/i.exec(piece.sql) ?? [];
  return spoken !== undefined && Object.hasOwn(stubs, spoken.replaceAll('"', '')) ? { ...piece, sql: 'SELECT 1' } : piece;
} // prettier-ignore

function madeExtension(operation: Operation): string | null {
  return operation.kind === 'create' && operation.object === 'extension' ? (operation.name?.name ?? null) : null;
}

/** The names of the extensions that a text makes, as far as its words tell. */
export function extensionsIn(text: string): readonly string[] {
  const found = text.matchAll(/create\s+extension\s+(?:if\s+not\s+exists\s+)?[\\]?"?([\w-]+)/gi);
  return Array.from(found, ([, name = '']) => name);
}
