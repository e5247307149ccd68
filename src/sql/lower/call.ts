import type { FuncCall, Node } from '@pgsql/types';
import type { Operation } from '../../operation.ts';
import type { Range } from '../../types.ts';
import { constantText } from './constant-text.ts';
import { runText } from './dynamic.ts';
import { base, type Frame, nameEnd, span, tokenAtByte, wordAt } from './frame.ts';
import { nameOf, strings } from './names.ts';
import { contains } from './walk.ts';

type Call = (node: FuncCall, frame: Frame, range: Range) => Operation[];

const destroy =
  (what: 'large object' | 'replication slot'): Call =>
  (node, frame, range) => {
    const text = constantText(node.args?.[0], frame);
    return [{ kind: 'destroy', ...base(frame, range, 'impossible'), what, name: text?.text ?? '' }];
  };

/** The last text argument is SQL that another session runs. */
const remote: Call = (node, frame, range) => {
  const texts = (node.args ?? []).map((arg) => constantText(arg, frame)).filter((text) => text !== null);
  const text = texts.at(-1);
  return text && isSql(text.text)
    ? runText(text, frame)
    : [{ kind: 'unverifiable', ...base(frame, range, 'unneeded'), what: nameOf(strings(node.funcname)).name }];
};

function isSql(text: string): boolean {
  return /^\s*[a-z]+\s+\S/i.test(text) && !/^\s*\w+\s*=/.test(text);
}

/** The position of a sequence moves each time, unless it is computed from the rows. */
const move: Call = (node, frame, range) => {
  if (wordAt(frame, 0) === 'INSERT') return [];
  const computed = contains(node.args, (type) => type === 'SubLink' || type === 'ColumnRef');
  const name = nameOf(strings(node.funcname));
  return [{ kind: 'call', ...base(frame, range, computed ? 'unneeded' : 'impossible'), name }];
};

const setConfig: Call = (node, frame, range) => {
  const [setting, value] = (node.args ?? []).map((arg) => constantText(arg, frame)?.text ?? null);
  const local = node.args?.[2] ? constantIsTrue(node.args[2]) : false;
  return [{ kind: 'set', ...base(frame, range, 'unneeded'), setting: setting ?? '', value: value ?? null, local }];
};

function constantIsTrue(node: Node): boolean {
  return contains(node, (type, inner) => type === 'A_Const' && 'boolval' in inner) && JSON.stringify(node).includes('true');
} // prettier-ignore

const calls: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['lo_unlink', destroy('large object')],
  ['pg_drop_replication_slot', destroy('replication slot')],
  ['dblink_exec', remote],
  ['dblink', remote],
  ['dblink_send_query', remote],
  ['nextval', move],
  ['setval', move],
  ['set_config', setConfig],
]);

/** What calling a function does, as far as it is known: PostgreSQL's own, or one that this migration created. */
export function call(node: FuncCall, frame: Frame): Operation[] {
  const { name } = nameOf(strings(node.funcname));
  const known = calls.get(name);
  if (known) return known(node, frame, callRange(node, frame));
  return called(name, frame);
}

/** A function that calls itself is read once. */
function called(name: string, frame: Frame): Operation[] {
  const body = frame.world.functions.get(name);
  if (!body) return [];
  frame.world.functions.delete(name);
  try {
    return [...body()];
  } finally {
    frame.world.functions.set(name, body);
  }
}

/** The function's name as the query writes it. */
function callRange(node: FuncCall, frame: Frame): Range {
  const first = tokenAtByte(frame, node.location ?? 0);
  return span(frame, first, nameEnd(frame, first));
}
