import type { Place } from '../files/place.ts';
import { isOurs, type Wish } from './wish.ts';

/** What becomes of one file. */
export interface Step {
  readonly action: 'create' | 'merge' | 'leave' | 'beside';
  /** The file that is written: with `.new` when another one must stay. */
  readonly path: string;
  /** Null when there is no such file. */
  readonly before: string | null;
  readonly after: string;
  readonly wasExecutable: boolean;
  readonly executable: boolean;
  readonly about: string;
  /** What a person must still do before anything is guarded, or null. */
  readonly open: string | null;
}

/** Decides what becomes of each file; wishes for one file are fulfilled one after the other. */
export function decide(wishes: readonly Wish[], look: (path: string) => Place): readonly Step[] {
  const steps = new Map<string, Step>();
  for (const wish of wishes) {
    const there = steps.get(wish.path);
    const step = decideOne(wish, there ? placeAfter(there) : look(wish.path), look);
    const earlier = steps.get(step.path);
    steps.set(step.path, earlier ? join(earlier, step) : step);
  }
  return [...steps.values()];
}

/** Whether a step changes anything. */
export function isChange({ action }: Step): boolean {
  return action !== 'leave';
}

function placeAfter({ after, executable }: Step): Place {
  return { kind: 'file', text: after, executable, problem: null };
}

function join(earlier: Step, step: Step): Step {
  const action = isChange(earlier) ? earlier.action : step.action;
  const about = [earlier, step].filter((one) => isChange(one) || !isChange(step)).map((one) => one.about);
  const open = earlier.open ?? step.open;
  const { before, wasExecutable } = earlier;
  const after = step.action === 'beside' ? earlier.after + step.after : step.after;
  return { ...step, after, action, before, wasExecutable, about: about.join(', '), open };
}

function decideOne(wish: Wish, place: Place, look: (path: string) => Place): Step {
  const { path, about, text } = wish;
  const executable = wish.executable ?? false;
  const base = { path, about, executable, wasExecutable: false, open: null };
  if (place.kind === 'free') return { ...base, action: 'create', before: null, after: text };
  if (place.kind === 'taken') return beside(wish, place.problem, look);
  const merged = wish.merge(place.text);
  if (merged === null) return beside(wish, 'is there already', look);
  const mode = { wasExecutable: place.executable, executable: place.executable || executable };
  const isDone = merged === place.text && mode.executable === mode.wasExecutable;
  if (isDone) return { ...base, ...mode, action: 'leave', before: merged, after: merged, about: `${about}: is there` };
  if (place.problem !== null) return beside(wish, place.problem, look);
  return { ...base, ...mode, action: 'merge', before: place.text, after: merged };
}

/** Puts ours beside; a file that has even that name stays, too. */
function beside(wish: Wish, problem: string, look: (path: string) => Place): Step {
  const path = `${wish.path}.new`;
  const place = look(path);
  const base = { path, executable: false, wasExecutable: false };
  const about = `${wish.about}; ${wish.path} ${problem}`;
  const open = wish.needed ? `put what is in ${path} into ${wish.path}` : null;
  if (place.kind === 'free') return { ...base, action: 'beside', about, before: null, after: wish.beside, open };
  const text = place.kind === 'file' ? place.text : '';
  if (isOurs(text)) return { ...base, action: 'leave', about, before: text, after: text, open };
  const call = wish.beside.trim().split('\n').at(-1);
  const byHand = wish.needed ? `let ${wish.path} do this, too: ${call}` : null;
  return { ...base, action: 'leave', about: `${about}, nothing is written`, before: text, after: text, open: byHand };
}
