import { parse as parseTypeScript } from '@typescript-eslint/parser';
import type { Program } from 'oxc-parser';
import type { Comment, Range } from '../src/types.ts';
import type { Parsed, Tree } from '../src/script/tree.ts';

type Source = NonNullable<Parameters<typeof parseTypeScript>[1]>['sourceType'];

/** Parses as ESLint does with typescript-eslint: the second parser whose trees must be read in the same way. */
export function parseAsESLint(path: string, text: string): Parsed {
  const first = attempt(path, text, 'module');
  return first.ok || !/\.c?js$/i.test(path) ? first : attempt(path, text, 'commonjs');
}

function attempt(filePath: string, text: string, sourceType: Source): Parsed {
  try {
    const program = parseTypeScript(text, { filePath, sourceType, range: true, loc: true, comment: true });
    const comments = program.comments.map(toComment);
    const tree: Tree = { program: program as unknown as Program, comments };
    return { ok: true, tree };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : '', range: [0, 0], comments: [] };
  }
}

function toComment({ type, value, range }: { type: string; value: string; range: Range }): Comment {
  return { range, text: value, style: type === 'Line' ? 'line' : 'block' };
}
