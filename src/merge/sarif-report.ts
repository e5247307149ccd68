import { manifest } from '../package.ts';
import type { Shape } from './shape.ts';

/** A report in the format `sarif`, read back. */
export interface SarifReport {
  readonly kind: 'sarif';
  /** The tool's own description, with its rules. */
  readonly driver: object;
  /** Rules by id. */
  readonly rules: ReadonlyMap<string, unknown>;
  readonly results: readonly SarifResult[];
  readonly notifications: readonly Notification[];
}

/** One result as it stands in the report, and what is known of it. */
interface SarifResult {
  readonly value: Readonly<Record<string, unknown>>;
  readonly rule: string;
  /** Decoded. */
  readonly path: string;
  readonly weight: 'error' | 'warning' | 'suppressed';
}

interface Notification {
  readonly value: object;
  readonly path: string;
}

/** Reads the runs of a report; throws the shape's error for what is no report of this program. */
export function readSarifReport(report: Shape): SarifReport {
  if (report.text('version') !== '2.1.0') throw report.fail('version');
  const runs = report.list('runs');
  const drivers = runs.map((run) => run.child('tool').child('driver'));
  for (const driver of drivers) if (driver.text('name') !== manifest.name) throw driver.fail('name');
  const rules = drivers.flatMap((driver) => driver.list('rules').map((rule) => [rule.text('id'), rule.value] as const));
  return {
    kind: 'sarif',
    driver: asObject(drivers[0]?.value),
    rules: new Map(rules),
    results: runs.flatMap((run) => run.list('results').map(resultOf)),
    notifications: runs.flatMap((run) => run.list('invocations').flatMap(notificationsOf)),
  };
}

const asObject = (value: unknown) => (typeof value === 'object' && value !== null ? value : {});

function resultOf(result: Shape): SarifResult {
  const level = result.text('level');
  if (level !== 'error' && level !== 'warning') throw result.fail('level');
  const isSuppressed = result.has('suppressions') && result.list('suppressions').length > 0;
  return {
    value: asObject(result.value) as Readonly<Record<string, unknown>>,
    rule: result.text('ruleId'),
    path: pathOf(result),
    weight: isSuppressed ? 'suppressed' : level,
  };
}

/** A run that failed without a word is a failure all the same. */
function notificationsOf(invocation: Shape): readonly Notification[] {
  const { executionSuccessful } = asObject(invocation.value) as { readonly executionSuccessful?: unknown };
  if (typeof executionSuccessful !== 'boolean') throw invocation.fail('executionSuccessful');
  const notifications = invocation.list('toolExecutionNotifications').map((notification) => ({
    value: asObject(notification.value),
    path: notification.has('locations') ? pathOf(notification) : '',
  }));
  if (notifications.length > 0 || executionSuccessful) return notifications;
  return [{ value: { level: 'error', message: { text: 'A run could not check its files.' } }, path: '' }];
}

function pathOf(located: Shape): string {
  const location = located.child('locations').child('0').child('physicalLocation').child('artifactLocation');
  try {
    return decodeURIComponent(location.text('uri'));
  } catch {
    throw location.fail('uri');
  }
}
