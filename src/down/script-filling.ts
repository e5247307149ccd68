import { applyEdits } from '../fix/apply.ts';
import { callsText, scriptCalls } from '../new/script-calls.ts';
import type { Written } from '../script/run-script.ts';
import { type Node, rangeOf } from '../script/tree.ts';
import type { FunctionNode, WayForm } from '../script/way-form.ts';
import type { Edit, Migration, Range } from '../types.ts';
import { scriptSteps } from './layout.ts';
import type { Line } from './line.ts';
import { filled } from './script-body.ts';
import { isHidden } from './script-check.ts';
import { headOf, type Head } from './script-function.ts';
import { hasSemicolons, indentAt, unitOf } from './script-style.ts';

/** What a way back is put into. */
export interface Script {
  readonly migration: Migration;
  readonly written: Written;
  readonly lines: readonly Line[];
  /** The function that goes up. */
  readonly up: WayForm;
}

/** A part of a text, with the edits that are in it. */
export function edited(text: string, [start, end]: Range, edits: readonly Edit[]): string {
  const within = edits.filter(({ range }) => range[0] >= start && range[1] <= end);
  const shifted = within.map((edit): Edit => ({ ...edit, range: [edit.range[0] - start, edit.range[1] - start] }));
  return applyEdits(text.slice(start, end), shifted);
}

/** Where the line is that a function begins in. */
export const endOfHead = ({ holder, function: node }: WayForm): number => holder?.names[0]?.[0] ?? rangeOf(node)[0];

/** The edits that make a function go back: it is emptied first where it goes up. In words why that cannot be. */
export function into(script: Script, form: WayForm, isCopy: boolean): { readonly edits: readonly Edit[] } | string {
  const { text } = script.migration;
  const node = form.function;
  const head = headIn(script, form, isCopy);
  if (!head || !node.body) return 'nothing that it is given sends SQL in a way that is known';
  if (isHidden(node, head.sender, !isCopy)) return 'a name that sends SQL is given to something else in it';
  if (!isCopy && isStrict(node) && head.edits.some((edit) => edit.text.startsWith('{')))
    return 'below "use strict" no parameter may stand in braces';
  const filling = fillingOf(script, form, head);
  const whole = { range: rangeOf(node.body), text: `{\n${filling.calls}${filling.indent}}` };
  const body = isCopy ? [whole] : filled(node, text, filling);
  if (!body) return 'its down() does nothing, but decides by itself when it ends';
  const { imported } = head.sender;
  const edits = [...head.edits, ...body, ...(imported?.edit ? [imported.edit] : [])];
  return { edits: edits.toSorted((a, b) => a.range[0] - b.range[0]) };
}

/** Whether a body begins with a directive. */
const isStrict = ({ body }: FunctionNode) => body?.type === 'BlockStatement' && body.body.some((each) => 'directive' in each && typeof each.directive === 'string'); // prettier-ignore

/** Frameworks that wait for a callback where a function takes one. */
const waitForCallbacks: ReadonlySet<string> = new Set(['node-pg-migrate', 'db-migrate']);

function headIn({ migration: { adapter, path, text }, written, up }: Script, form: WayForm, isCopy: boolean): Head | null {
  const model: readonly Node[] = up.function.params;
  const isShort = isCopy ? adapter !== 'umzug' : waitForCallbacks.has(adapter) && !usesCallback(form, text);
  return headOf(form, { framework: adapter, written, text, model, isTyped: /\.[mc]?ts$/.test(path), isShort });
} // prettier-ignore

/** Whether something in a body that stays uses what tells that all is done. */
function usesCallback({ function: node }: WayForm, text: string): boolean {
  const edits = filled(node, text, { calls: '', indent: '', inner: '' });
  const left = edited(text, rangeOf(node.body ?? node), edits ?? []);
  return node.params.slice(1).some((each: Node) => each.type === 'Identifier' && new RegExp(`\\b${each.name.replaceAll('$', '\\$')}\\b`).test(left)); // prettier-ignore
}

function fillingOf({ migration: { text }, lines, up }: Script, { function: node, holder }: WayForm, { sender }: Head) {
  const indent = indentAt(text, endOfHead({ function: node, holder }));
  const unit = unitOf(text, [node.body, up.function.body]);
  const inner = indent + unit;
  const calls = callsIn(lines, { ...sender, indent: inner, unit, end: hasSemicolons(text) ? ';' : '' });
  return { calls, indent, inner };
} // prettier-ignore

/** The calls of a way back. */
export function callsIn(lines: readonly Line[], manner: Parameters<typeof callsText>[1]): string {
  const { calls, by = calls.by, indent, end = ';' } = manner;
  const isAlone = calls === scriptCalls['node-pg-migrate'] && lines.some((line) => line.kind === 'sql' && / INDEX CONCURRENTLY /i.test(line.sql)); // prettier-ignore
  return `${isAlone ? `${indent}${by.sender}.noTransaction()${end}\n` : ''}${callsText(scriptSteps(lines), manner)}`;
}
