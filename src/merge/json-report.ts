import { ruleUrl } from '../finding.ts';
import { toPath } from '../files/path.ts';
import { lines, type Lines } from '../lines.ts';
import type { FileResult } from '../report/reporter.ts';
import type { Edit, Finding, Level, Range, Suggestion } from '../types.ts';
import type { Shape } from './shape.ts';

/** A report in the format `json`, read back. */
export interface JsonReport {
  readonly kind: 'json';
  readonly results: readonly FileResult[];
  /** The project's root where the report was written; null when it names no file. */
  readonly root: string | null;
}

/** Reads the files of a report; throws the shape's error for what `lint` would not have written. */
export function readJsonReport(report: Shape): JsonReport {
  const files = report.list('files');
  const roots = files.map((file) => rootOf(file.text('filePath'), file.text('path')));
  return { kind: 'json', results: files.map(resultOf), root: roots.find((root) => root !== null) ?? null };
}

function rootOf(filePath: string, path: string): string | null {
  const ending = toPath(filePath).endsWith(`/${path}`);
  return ending ? filePath.slice(0, -path.length - 1) || '/' : null;
}

function resultOf(file: Shape): FileResult {
  const path = file.text('path');
  const messages = file.list('messages');
  const suppressed = file.list('suppressedMessages');
  const [first] = messages;
  if (first?.has('fatal')) return { kind: 'failed', path, message: first.text('message'), stack: null };
  if (messages.length + suppressed.length === 0) return { kind: 'linted', path, text: '', findings: [] };
  const text = file.text('source');
  const places = lines(text);
  const known = suppressed.filter((message) => suppressionOf(message).text('kind') === 'file');
  const approved = suppressed.filter((message) => !known.includes(message));
  const findings = [
    ...messages.map((message) => findingOf(message, text, places)),
    ...approved.map((message) => approvedOf(message, text, places)),
  ];
  const baselined = known.map((message) => findingOf(message, text, places));
  return { kind: 'linted', path, text, findings, ...(baselined.length > 0 ? { baselined } : {}) };
}

const suppressionOf = (message: Shape) => message.child('suppressions').child('0');

function approvedOf(message: Shape, text: string, places: Lines): Finding {
  const suppression = suppressionOf(message);
  if (suppression.text('kind') !== 'directive') throw suppression.fail('kind');
  const reason = suppression.text('justification');
  return { ...findingOf(message, text, places), approval: { mode: 'inline', reason } };
}

function findingOf(message: Shape, text: string, places: Lines): Finding {
  const rule = message.text('ruleId');
  if (!/^[a-z][a-z\d-]{0,99}$/.test(rule)) throw message.fail('ruleId');
  const start = offsetOf(message, 'line', 'column', places);
  const end = offsetOf(message, 'endLine', 'endColumn', places);
  if (end < start) throw message.fail('endLine');
  return {
    rule,
    level: message.whole('level', 1, 3) as Level,
    severity: message.whole('severity', 1, 2) === 2 ? 'error' : 'warn',
    message: message.text('message'),
    messageId: message.has('messageId') ? message.text('messageId') : '',
    data: {},
    range: [start, end],
    statement: statementOf(message, text),
    line: message.whole('line', 1),
    column: message.whole('column', 1),
    endLine: message.whole('endLine', 1),
    endColumn: message.whole('endColumn', 1),
    url: ruleUrl(rule),
    approval: null,
    ...(message.has('fix') ? { fix: [editOf(message.child('fix'), text)] } : {}),
    ...(message.has('suggestions')
      ? { suggestions: message.list('suggestions').map((each) => suggestionOf(each, text)) }
      : {}),
  };
}

const suggestionOf = (suggestion: Shape, text: string): Suggestion => ({
  message: suggestion.text('desc'),
  edits: [editOf(suggestion.child('fix'), text)],
});

const editOf = (edit: Shape, text: string): Edit => ({
  range: rangeOf(edit.child('range'), text),
  text: edit.text('text'),
});

/** The offset of a place; a place that the source has not is none that `lint` wrote. */
function offsetOf(message: Shape, lineKey: string, columnKey: string, places: Lines): number {
  const [line, column] = [message.whole(lineKey, 1), message.whole(columnKey, 1)];
  const offset = places.startOf(line) + column - 1;
  const found = places.locate(offset);
  if (found.line !== line || found.column !== column) throw message.fail(lineKey);
  return offset;
}

function statementOf(message: Shape, text: string): Range {
  return rangeOf(message.child('statement'), text);
}

function rangeOf(range: Shape, text: string): Range {
  const start = range.whole('0', 0, text.length);
  return [start, range.whole('1', start, text.length)];
}
