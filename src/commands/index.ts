import { approvals } from './approvals.ts';
import { approve } from './approve.ts';
import type { Command } from './command.ts';
import { commitMsg } from './commit-msg.ts';
import { doctor } from './doctor.ts';
import { down } from './down.ts';
import { exec } from './exec.ts';
import { explain } from './explain.ts';
import { hook } from './hook.ts';
import { init } from './init.ts';
import { lint } from './lint.ts';
import { log } from './log.ts';
import { mergeReports } from './merge-reports.ts';
import { newMigration } from './new.ts';
import { printConfig } from './print-config.ts';
import { rules } from './rules.ts';
import { test } from './test.ts';

/** The program's commands by name, in the order of the help. */
export const commands: Readonly<Record<string, Command>> = {
  lint,
  test,
  new: newMigration,
  down,
  approve,
  approvals,
  log,
  exec,
  rules,
  explain,
  'print-config': printConfig,
  'merge-reports': mergeReports,
  hook,
  init,
  doctor,
  'commit-msg': commitMsg,
};
