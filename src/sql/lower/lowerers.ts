import type { Node } from '@pgsql/types';
import type { Operation } from '../../operation.ts';
import { alter, alterDomain, alterEnum, holderOf, move, rename } from './alter.ts';
import { alterTable } from './alter-table.ts';
import { create, createCompositeType, createForeignTable, createIndex, createRule, createSequence, createTable, createTableAs, createTrigger, createView, define } from './create.ts'; // prettier-ignore
import { copy, truncate } from './data.ts';
import { dropNamed, dropObjects, dropOwned } from './drop.ts';
import { base, type Frame, whole } from './frame.ts';
import { defineFunction, runBlock } from './function.ts';
import { bare, dataType, nameOf, objectName, objectTypeOf, relationName, strings } from './names.ts';
import { lowerQuery } from './query.ts';
import { explain, prepare, runPrepared, setVariable, systemSetting, transaction } from './session.ts';
import type { NodeOf, NodeType } from './walk.ts';

/** Lowers a node of any type: given to those that hold other statements. */
export type Lower = (node: Node, frame: Frame) => Operation[];

type Lowerer<Type extends NodeType> = (node: NodeOf<Type>, frame: Frame, lower: Lower) => Operation[];

/** A statement that changes something each time, though no rule asks for more. */
const unrepeatable = (tag: string) => (_node: unknown, frame: Frame): Operation[] => [{ kind: 'other', ...base(frame, whole(frame), 'impossible'), tag }]; // prettier-ignore

const table: { readonly [Type in NodeType]?: Lowerer<Type> } = {
  CreateStmt: createTable,
  CreateForeignTableStmt: createForeignTable,
  CreateTableAsStmt: (node, frame) => {
    // A stored query runs only when the table or materialized view is filled from it.
    const inner = lowerQuery(node.query, frame).filter((operation) => operation.kind !== 'other');
    const create = node.query && 'ExecuteStmt' in node.query ? runPrepared(node.query.ExecuteStmt, frame) : [];
    return [...inner, ...create, ...createTableAs(node, frame)];
  },
  IndexStmt: createIndex,
  ViewStmt: createView,
  CreateSeqStmt: createSequence,
  CompositeTypeStmt: createCompositeType,
  DefineStmt: define,
  CreateTrigStmt: createTrigger,
  CreateFunctionStmt: defineFunction,
  DoStmt: runBlock,
  RuleStmt: (node, frame) =>
    createRule(node, frame, (node.actions ?? []).flatMap((action) => lowerQuery(action, frame))), // prettier-ignore
  CreateSchemaStmt: (node, frame, lower) => {
    const name = bare(node.schemaname ?? node.authrole?.rolename);
    const inside = (node.schemaElts ?? []).flatMap((element) => lower(element, frame));
    return [
      create(frame, 'schema', name, { clause: node.if_not_exists ? 'if not exists' : null }),
      ...inside.map((operation) => inSchema(operation, name.name)),
    ];
  },
  CreateEnumStmt: (node, frame) => [create(frame, 'type', nameOf(strings(node.typeName)))],
  CreateRangeStmt: (node, frame) => [create(frame, 'type', nameOf(strings(node.typeName)))],
  CreateDomainStmt: (node, frame) => [create(frame, 'domain', nameOf(strings(node.domainname)))],
  CreateExtensionStmt: (node, frame) => named(frame, 'extension', node.extname, node.if_not_exists),
  CreatePolicyStmt: (node, frame) => [create(frame, 'policy', bare(node.policy_name), { table: relationName(node.table) })], // prettier-ignore
  CreateRoleStmt: (node, frame) => [create(frame, 'role', bare(node.role))],
  CreatedbStmt: (node, frame) => [create(frame, 'database', bare(node.dbname))],
  CreateTableSpaceStmt: (node, frame) => [create(frame, 'tablespace', bare(node.tablespacename))],
  CreatePublicationStmt: (node, frame) => [create(frame, 'publication', bare(node.pubname))],
  CreateSubscriptionStmt: (node, frame) => [create(frame, 'subscription', bare(node.subname))],
  CreateForeignServerStmt: (node, frame) => named(frame, 'server', node.servername, node.if_not_exists),
  CreateFdwStmt: (node, frame) => [create(frame, 'foreign data wrapper', bare(node.fdwname))],
  CreateUserMappingStmt: (node, frame) => named(frame, 'user mapping', node.servername, node.if_not_exists),
  CreateCastStmt: (node, frame) => {
    const types = [dataType(node.sourcetype)?.text, dataType(node.targettype)?.text];
    return [create(frame, 'cast', bare(types.join(' AS ')))];
  },
  CreateOpClassStmt: (node, frame) => [create(frame, 'operator class', nameOf(strings(node.opclassname)))],
  CreateOpFamilyStmt: (node, frame) => [create(frame, 'operator family', nameOf(strings(node.opfamilyname)))],
  CreateEventTrigStmt: (node, frame) => [create(frame, 'event trigger', bare(node.trigname))],
  CreateConversionStmt: (node, frame) => [create(frame, 'conversion', nameOf(strings(node.conversion_name)))],
  CreateStatsStmt: (node, frame) => [
    create(frame, 'statistics', nameOf(strings(node.defnames)), {
      clause: node.if_not_exists ? 'if not exists' : null,
      table: objectName(node.relations?.[0]),
    }),
  ],
  CreatePLangStmt: (node, frame) => [create(frame, 'language', bare(node.plname), { clause: node.replace ? 'or replace' : null })], // prettier-ignore
  CreateTransformStmt: (node, frame) => [
    create(frame, 'transform', bare(dataType(node.type_name)?.text), { clause: node.replace ? 'or replace' : null }),
  ],
  CreateAmStmt: (node, frame) => [create(frame, 'access method', bare(node.amname))],
  ImportForeignSchemaStmt: unrepeatable('IMPORT FOREIGN SCHEMA'),

  DropStmt: dropObjects,
  DropdbStmt: (node, frame) => dropNamed(frame, 'database', [node.dbname], node.missing_ok),
  DropRoleStmt: (node, frame) => dropNamed(frame, 'role', (node.roles ?? []).map((role) => objectName(role).name), node.missing_ok), // prettier-ignore
  DropTableSpaceStmt: (node, frame) => dropNamed(frame, 'tablespace', [node.tablespacename], node.missing_ok),
  DropSubscriptionStmt: (node, frame) => dropNamed(frame, 'subscription', [node.subname], node.missing_ok, node.behavior === 'DROP_CASCADE'), // prettier-ignore
  DropUserMappingStmt: (node, frame) => dropNamed(frame, 'user mapping', [node.servername], node.missing_ok),
  DropOwnedStmt: dropOwned,

  AlterTableStmt: alterTable,
  RenameStmt: rename,
  AlterObjectSchemaStmt: move,
  AlterEnumStmt: alterEnum,
  AlterDomainStmt: alterDomain,
  AlterOwnerStmt: (node, frame) => [alter(frame, objectTypeOf(node.objectType), holderOf(node), 'owner to')],
  AlterSeqStmt: (node, frame) => [alter(frame, 'sequence', relationName(node.sequence), 'options')],
  AlterPublicationStmt: (node, frame) => {
    const guard = node.action === 'AP_AddObjects' || node.action === 'AP_DropObjects' ? 'impossible' : 'unneeded';
    return [alter(frame, 'publication', bare(node.pubname), 'objects', guard)];
  },
  AlterExtensionContentsStmt: (node, frame) => [alter(frame, 'extension', bare(node.extname), 'members', 'impossible')],
  AlterOpFamilyStmt: (node, frame) => [alter(frame, 'operator family', nameOf(strings(node.opfamilyname)), 'members', 'impossible')], // prettier-ignore
  AlterTSConfigurationStmt: (node, frame) => {
    const guard = node.kind === 'ALTER_TSCONFIG_ADD_MAPPING' ? 'impossible' : 'unneeded';
    return [alter(frame, 'text search configuration', nameOf(strings(node.cfgname)), 'mapping', guard)];
  },
  AlterPolicyStmt: (node, frame) => [alter(frame, 'policy', bare(node.policy_name), 'definition')],
  AlterSystemStmt: systemSetting,

  TruncateStmt: truncate,
  CopyStmt: (node, frame) => {
    const inner = node.query ? lowerQuery(node.query, frame).filter((operation) => operation.kind !== 'other') : [];
    return [...inner, ...copy(node, frame)];
  },
  ExplainStmt: explain,
  PrepareStmt: prepare,
  ExecuteStmt: runPrepared,
  DeclareCursorStmt: (node, frame) => lowerQuery(node.query, frame),
  CallStmt: (node, frame) => lowerQuery({ FuncCall: node.funccall }, frame),
  TransactionStmt: transaction,
  VariableSetStmt: setVariable,
};

/** Lowerers by the type of their node. */
export const lowerers: ReadonlyMap<string, (node: never, frame: Frame, lower: Lower) => Operation[]> = new Map(Object.entries(table)); // prettier-ignore

function named(frame: Frame, object: 'extension' | 'server' | 'user mapping', name: string | undefined, guarded: boolean | undefined): Operation[] {
  return [create(frame, object, bare(name), { clause: guarded ? 'if not exists' : null })];
} // prettier-ignore

/** The elements of CREATE SCHEMA are created in it. */
function inSchema(operation: Operation, schema: string): Operation {
  if (operation.kind !== 'create' || !operation.name) return operation;
  return { ...operation, name: { schema: operation.name.schema ?? schema, name: operation.name.name } };
}
