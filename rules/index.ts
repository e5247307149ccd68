// Written by test/rules-index.test.ts from the files of this folder.
import type { Rule } from '../src/rule.ts';
import commitMessage from './commit-message.ts';
import directive from './directive.ts';
import migrationFilename from './migration-filename.ts';
import migrationOrder from './migration-order.ts';
import noDataLoss from './no-data-loss.ts';
import noDropCascade from './no-drop-cascade.ts';
import noDropColumn from './no-drop-column.ts';
import noDropDatabase from './no-drop-database.ts';
import noDropSchema from './no-drop-schema.ts';
import noDropTable from './no-drop-table.ts';
import noEditMigration from './no-edit-migration.ts';
import noIneffectiveGuard from './no-ineffective-guard.ts';
import noLossyTypeChange from './no-lossy-type-change.ts';
import noTruncate from './no-truncate.ts';
import noUnsafeSql from './no-unsafe-sql.ts';
import noUnscopedDelete from './no-unscoped-delete.ts';
import noUnscopedUpdate from './no-unscoped-update.ts';
import requireDownMigration from './require-down-migration.ts';
import requireIdempotentGuard from './require-idempotent-guard.ts';
import requireMigration from './require-migration.ts';
import requireTestReceipt from './require-test-receipt.ts';
import templateHeader from './template-header.ts';
import unparseableSql from './unparseable-sql.ts';
import unusedApproval from './unused-approval.ts';
import unverifiableSql from './unverifiable-sql.ts';

/** Every rule by its name. */
export const rules: Readonly<Record<string, Rule>> = {
  'commit-message': commitMessage,
  directive,
  'migration-filename': migrationFilename,
  'migration-order': migrationOrder,
  'no-data-loss': noDataLoss,
  'no-drop-cascade': noDropCascade,
  'no-drop-column': noDropColumn,
  'no-drop-database': noDropDatabase,
  'no-drop-schema': noDropSchema,
  'no-drop-table': noDropTable,
  'no-edit-migration': noEditMigration,
  'no-ineffective-guard': noIneffectiveGuard,
  'no-lossy-type-change': noLossyTypeChange,
  'no-truncate': noTruncate,
  'no-unsafe-sql': noUnsafeSql,
  'no-unscoped-delete': noUnscopedDelete,
  'no-unscoped-update': noUnscopedUpdate,
  'require-down-migration': requireDownMigration,
  'require-idempotent-guard': requireIdempotentGuard,
  'require-migration': requireMigration,
  'require-test-receipt': requireTestReceipt,
  'template-header': templateHeader,
  'unparseable-sql': unparseableSql,
  'unused-approval': unusedApproval,
  'unverifiable-sql': unverifiableSql,
};
