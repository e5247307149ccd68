import type {
  AlterSystemStmt, ExecuteStmt, ExplainStmt, Node, PrepareStmt, TransactionStmt, VariableSetStmt,
} from '@pgsql/types'; // prettier-ignore
import type { Operation, Transaction } from '../../operation.ts';
import { base, type Frame, whole } from './frame.ts';
import type { Lower } from './lowerers.ts';
import { strings } from './names.ts';

const actions: Readonly<Record<string, Transaction['action']>> = {
  TRANS_STMT_BEGIN: 'begin',
  TRANS_STMT_START: 'begin',
  TRANS_STMT_COMMIT: 'commit',
  TRANS_STMT_ROLLBACK: 'rollback',
  TRANS_STMT_SAVEPOINT: 'savepoint',
};

export function transaction(node: TransactionStmt, frame: Frame): Operation[] {
  return [
    { kind: 'transaction', ...base(frame, whole(frame), 'unneeded'), action: actions[node.kind ?? ''] ?? 'other' },
  ];
}

/** SET and RESET; the value is the text of its parts. */
export function setVariable(node: VariableSetStmt, frame: Frame): Operation[] {
  const value = node.kind === 'VAR_SET_VALUE' ? (node.args ?? []).map(valueText).join(', ') : null;
  return [{ kind: 'set', ...base(frame, whole(frame), 'unneeded'), setting: node.name ?? '', value, local: node.is_local ?? false }]; // prettier-ignore
}

function valueText(node: Node): string {
  if (!('A_Const' in node)) return '';
  const { sval, ival, fval, boolval } = node.A_Const;
  return sval?.sval ?? fval?.fval ?? (boolval ? String(boolval.boolval ?? false) : ival ? String(ival.ival ?? 0) : '');
}

export function systemSetting(node: AlterSystemStmt, frame: Frame): Operation[] {
  const name = node.setstmt?.name ?? 'all';
  return [{ kind: 'destroy', ...base(frame, whole(frame), 'unneeded'), what: 'system setting', name }];
}

/** EXPLAIN ANALYZE runs its statement; plain EXPLAIN does not. */
export function explain(node: ExplainStmt, frame: Frame, lower: Lower): Operation[] {
  const runs = (node.options ?? []).some((item) => 'DefElem' in item && item.DefElem.defname === 'analyze' && !isOff(item.DefElem.arg)); // prettier-ignore
  if (runs && node.query) return lower(node.query, frame);
  return [{ kind: 'other', ...base(frame, whole(frame), 'unneeded'), tag: 'EXPLAIN' }];
}

function isOff(node: Node | undefined): boolean {
  if (!node) return false;
  const text = strings([node])[0] ?? ('Integer' in node ? String(node.Integer.ival ?? 0) : '');
  return ['false', 'off', '0'].includes(text.toLowerCase());
}

/** What a prepared statement does counts where it is prepared: it was written to be run. */
export function prepare(node: PrepareStmt, frame: Frame, lower: Lower): Operation[] {
  const operations = node.query ? lower(node.query, frame) : [];
  frame.world.prepared.set(node.name ?? '', operations);
  return operations;
}

/** Running a prepared statement again is no further finding; one that is not known here cannot be judged. */
export function runPrepared(node: ExecuteStmt, frame: Frame): Operation[] {
  const known = frame.world.prepared.has(node.name ?? '');
  if (known) return [{ kind: 'other', ...base(frame, whole(frame), 'unneeded'), tag: 'EXECUTE' }];
  return [{ kind: 'unverifiable', ...base(frame, whole(frame), 'unneeded'), what: 'EXECUTE' }];
}
