import { applyEdits } from '../fix/apply.ts';
import { withLineEndsOf } from '../line-ends.ts';
import { scriptCalls, type Calls } from '../new/script-calls.ts';
import type { Entry } from '../script/framework.ts';
import { runScript, type Written } from '../script/run-script.ts';
import { keyOf, type Node, type Parse, rangeOf } from '../script/tree.ts';
import { formOf, type WayForm } from '../script/way-form.ts';
import type { Edit, Files, Migration } from '../types.ts';
import type { Line } from './line.ts';
import { scriptSteps } from './layout.ts';
import { exists, isEmpty, type Placed } from './place.ts';
import { copied } from './script-copy.ts';
import { harmOf, isAssigned, isOpenObject, isShared } from './script-check.ts';
import { callsIn, edited, endOfHead, into, type Script } from './script-filling.ts';
import { indentAt } from './script-style.ts';

/** The function that goes back, as its file would hold it, with what puts it there; in words, with what to do, why it must not be put there. */
type Made =
  { readonly text: string; readonly edits: readonly Edit[] } | { readonly text?: string; readonly obstacle: string };

/** Puts a way back into a script, in the form that its way up has. */
export function scriptPlace(migration: Migration, lines: readonly Line[], files: Files, parse: Parse): Placed {
  const { path, text } = migration;
  const nothing: Placed = { sql: '', path, before: text, edits: [], obstacle: null };
  if (lines.length === 0) return nothing;
  const isVain = lines.every(({ kind }) => kind !== 'sql');
  if (isVain) return { ...nothing, sql: callsAlone(migration, lines), obstacle: vain };
  const run = runScript(migration, files, migration.adapter, parse);
  const made = run.written ? madeIn(migration, run.written, { lines, isOpen: run.downIsOpen }) : byHand('no framework that is known runs it');
  const sql = (made.text === undefined ? callsAlone(migration, lines) : `${made.text}\n`).replaceAll('\r\n', '\n');
  if ('obstacle' in made) return { ...nothing, sql, obstacle: made.obstacle };
  const edits = made.edits.map((edit) => ({ ...edit, text: withLineEndsOf(text, edit.text) }));
  const whole = applyEdits(text, edits);
  if (!parse(path, whole).ok) return { ...nothing, sql, ...byHand('with it there it would be no script any more') };
  const harm = harmOf(run, runScript({ path, text: whole }, files, migration.adapter, parse), lines);
  return { ...nothing, sql, ...(harm === null ? { edits } : byHand(harm)) };
} // prettier-ignore

/** A function that does nothing would tell the framework that all is undone. */
const vain =
  'nothing that can be written undoes it; take its comments from farout-guard down without --write, or put "farout-guard: irreversible -- <reason>" at its top';

const remedy = 'run farout-guard down without --write and put what it prints into the script';

/** A refusal; what a person can do is a part of the reason, or to put it there by hand. */
const byHand = (reason: string, text?: string): Made & { readonly obstacle: string } => ({ ...(text === undefined ? {} : { text }), obstacle: reason.includes(';') ? reason : `${reason}; ${remedy}` }); // prettier-ignore

function madeIn(migration: Migration, written: Written, { lines, isOpen }: { lines: readonly Line[]; isOpen: boolean }): Made {
  const { up: ups, down: downs } = written.entries;
  const up = onlyOf(ups, written, 'up()');
  if (typeof up === 'string') return byHand(up);
  const script: Script = { migration, written, lines, up };
  if (downs.length === 0) return missing(script, takenBy(script));
  const down = onlyOf(downs, written, 'down()');
  if (typeof down === 'string') return byHand(down);
  if (down.function === up.function) return byHand('its up() and its down() are the same function');
  const { undo } = migration;
  if (undo.kind === 'section' && (isOpen || !isEmpty(undo.statements))) return { ...full(script, down), obstacle: exists('its down()') };
  const isInherited = down.holder?.kind === 'member' && down.holder.home !== up.holder?.home;
  return isInherited ? missing(script, null) : inPlace(script, down);
} // prettier-ignore

/** The one function that goes in a direction; in words why there is none that a program may write into. */
function onlyOf(entries: readonly Entry[], { tree }: Written, name: string): WayForm | string {
  const nodes = [...new Set(entries.map(({ callee }) => callee.node))];
  const [first] = entries;
  if (!first || nodes.length > 1) return `it has ${nodes.length} functions ${name}, and nobody can tell which`;
  if (first.callee.scope.isForeign) return `its ${name} stands in another file`;
  const form = formOf(tree, first.callee.node);
  return !form || form.function.generator ? `the form of its ${name} is not known` : form;
}

/** Into the function that is there and does nothing. */
function inPlace(script: Script, form: WayForm): Made {
  const isUsed = form.holder && isShared(script.written.tree, form.holder);
  const done = isUsed ? 'its down() is used elsewhere in it' : into(script, form, false);
  if (typeof done === 'string') return byHand(done, full(script, form).text);
  return { text: shown(wholeOf(script, form, done.edits), form, done.edits, script), edits: done.edits };
}

/** A function of its own, as the way up is written; `reason` says why it must not be put there. */
function missing(script: Script, reason: string | null): Made {
  const { migration, written, up } = script;
  const { holder } = up;
  const done = holder && into(script, up, true);
  if (!holder || !done) return byHand(reason ?? 'its up() is given by something that is no function of its own');
  if (typeof done === 'string') return byHand(reason ?? done);
  const [imports, own] = [done.edits.filter(isOutside(holder.range)), done.edits.filter((edit) => !isOutside(holder.range)(edit))];
  const copy = copied(holder, own, { tree: written.tree, text: migration.text });
  if (!copy) return byHand(reason ?? 'nobody can tell how it exports its up()');
  const text = shown(copy.text, up, imports, script);
  if (reason !== null) return byHand(reason, text);
  return { text, edits: [...imports, ...copy.edits].toSorted((a, b) => a.range[0] - b.range[0]) };
} // prettier-ignore

const isOutside =
  ([start, end]: readonly [number, number]) =>
  ({ range, text }: Edit) =>
    range[1] < start || range[0] > end || isImport.test(text);

/** What a text begins with that imports. */
const isImport = /^\s*(?:import|const)\b/;

/** In words, why a function `down` would do nothing, or would take the place of something else. */
function takenBy({ migration: { undo, adapter }, written: { tree, module, entries: { up: ups } }, up: { holder } }: Script): string | null {
  const { exports, scope } = module;
  if (adapter === 'db-migrate' && holder?.name === 'migrate') return `${adapter} learns from migrate() what undoes it, and runs no down(); write up() in its place to have one`;
  if (undo.kind === 'section') return `${adapter} undoes it without a down(), and nothing is overwritten; run farout-guard down without --write to see one`;
  const whole = exports.properties.get('default');
  const own = exports.properties.get('down') ?? (whole?.kind === 'object' ? whole.properties.get('down') : undefined);
  if (own?.kind === 'constant' && own.value === false) return 'it says with `down = false` that nothing can undo it; take that out to have a way back';
  if (ups.some(({ self }) => isOpenObject(self)) || exports.isOpen) return 'it may have a down() from what cannot be read';
  const isName = own !== undefined || (holder?.kind === 'statement' && scope.variables.has('down')) || partsOf(holder?.home).includes('down') || isAssigned(tree, 'down');
  return isName ? 'its `down` is something else than a function of its own' : null;
} // prettier-ignore

function partsOf(home: Node | null | undefined): readonly (string | null)[] {
  const parts: readonly Node[] = home?.type === 'ClassBody' ? home.body : home?.type === 'ObjectExpression' ? home.properties : []; // prettier-ignore
  return parts.map((part) => ('key' in part ? keyOf(part.key, 'computed' in part && part.computed) : null));
}

/** A function that is there as it would be if it did nothing, for a person to take from. */
function full(script: Script, form: WayForm): { readonly text?: string } {
  const done = into(script, form, true);
  return typeof done === 'string' ? {} : { text: shown(wholeOf(script, form, done.edits), form, [], script) };
}

/** A function with the edits that are in it. */
function wholeOf({ migration: { text } }: Script, form: WayForm, edits: readonly Edit[]): string {
  return edited(text, rangeOfForm(form), edits);
}

const rangeOfForm = ({ holder, function: node }: WayForm) => holder?.range ?? rangeOf(node);

/** As it is printed: the function with what its first line begins with, below what it needs to be imported. */
function shown(own: string, form: WayForm, edits: readonly Edit[], { migration: { text } }: Script): string {
  const imports = edits.filter((edit) => isImport.test(edit.text)).map((edit) => `${edit.text.trim()}\n\n`);
  return `${imports.join('')}${indentAt(text, endOfHead(form))}${own.trimStart()}`;
} // prettier-ignore

/** The calls without a function around them. */
function callsAlone({ adapter }: Migration, lines: readonly Line[]): string {
  const calls = (scriptCalls as Readonly<Record<string, Calls>>)[adapter];
  if (calls) return callsIn(lines, { calls, indent: '' });
  return scriptSteps(lines).map(({ sql, notes = [] }) => [...notes.map((note) => `-- ${note}\n`), sql === '' ? '' : `${sql}\n`].join('')).join(''); // prettier-ignore
}
