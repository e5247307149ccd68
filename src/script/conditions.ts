import type { Condition } from '../operation.ts';
import type { Range } from '../types.ts';
import { optionsOf, type Test, type Value } from './values.ts';

const flip = { present: 'absent', absent: 'present', other: 'other' } as const;

/** The test that is true when this one is false. */
export function negated(value: Value): Value {
  return value.kind === 'test' ? { ...value, tests: flip[value.tests] } : value;
}

/** The condition that an `if` stands for. */
export function conditionOf(value: Value, range: Range): Condition {
  const test = optionsOf(value).find((option) => option.kind === 'test');
  return test
    ? { tests: test.tests, reads: test.reads, literals: test.literals, range }
    : { tests: 'other', reads: [], literals: [], range };
}

/** The condition under which an `else` runs. */
export function inverse(condition: Condition): Condition {
  return { ...condition, tests: flip[condition.tests] };
}

/** Both must hold: one test is guard enough. */
export function both(left: Value, right: Value): Value {
  if (left.kind !== 'test') return right;
  if (right.kind !== 'test') return left;
  const tests = left.tests === right.tests || right.tests === 'other' ? left.tests : left.tests === 'other' ? right.tests : 'other'; // prettier-ignore
  return merged(left, right, tests);
}

/** One must hold: only two tests of one kind are a guard. */
export function either(left: Test, right: Test): Test {
  return merged(left, right, left.tests === right.tests ? left.tests : 'other');
}

function merged(left: Test, right: Test, tests: Test['tests']): Test {
  return {
    ...left,
    tests,
    reads: [...left.reads, ...right.reads],
    literals: [...left.literals, ...right.literals],
  };
}

/** A test that asks for more than it did: the table's column, say. */
export function narrowed(test: Test, literals: readonly string[], range: Range): Test {
  return { ...test, literals: [...test.literals, ...literals], range };
}
