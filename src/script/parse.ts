import { parseSync } from 'oxc-parser';
import type { Comment, Range } from '../types.ts';
import type { Parsed } from './tree.ts';

/** Parses with oxc; its offsets are UTF-16 and its tree is that of typescript-eslint. */
export function parse(path: string, text: string): Parsed {
  const first = attempt(path, text);
  // A script of CommonJS may return at its top level or use words that modules reserve.
  return first.ok || !/\.c?js$/i.test(path) ? first : preferred(attempt(path, text, 'commonjs'), first);
}

const preferred = (second: Parsed, first: Parsed): Parsed => (second.ok ? second : first);

function attempt(path: string, text: string, sourceType?: 'commonjs'): Parsed {
  const language = /\.[cm]?ts$/i.test(path) ? 'ts' : 'js';
  const options = { range: true, astType: 'ts', lang: language } as const;
  const result = parseSync(path, text, sourceType ? { ...options, sourceType } : options);
  const comments = result.comments.map(toComment);
  const error = result.errors.find(({ severity }) => (severity as string) === 'Error');
  if (!error) return { ok: true, tree: { program: result.program, comments } };
  const [label] = error.labels;
  const range: Range = label ? [label.start, Math.max(label.end, label.start)] : [0, 0];
  return { ok: false, message: error.message, range, comments };
}

function toComment(comment: { type: 'Line' | 'Block'; value: string; start: number; end: number }): Comment {
  const { type, value, start, end } = comment;
  return { range: [start, end], text: value, style: type === 'Line' ? 'line' : 'block' };
}
