import { constant } from '../string-text.ts';
import { receiver, stringValue, type Value } from '../values.ts';
import { fragment } from './expressions.ts';

/** `QueryTypes.SELECT`, `Transaction.ISOLATION_LEVELS`: words that change nothing here. */
export const keywords: Value = receiver(
  {
    name: 'QueryTypes',
    methods: {},
    get: (_, name) => (/^[A-Z_]+$/.test(name) ? stringValue([constant(name, [0, 0])], [0, 0]) : undefined),
    others: 'nothing',
    isHarmless: true,
  },
  null,
);

const moments: Readonly<Record<string, string>> = {
  INITIALLY_DEFERRED: 'DEFERRABLE INITIALLY DEFERRED',
  INITIALLY_IMMEDIATE: 'DEFERRABLE INITIALLY IMMEDIATE',
  NOT: 'NOT DEFERRABLE',
};

/** `Deferrable.INITIALLY_DEFERRED`, as a value or as a function. */
export const deferrables: Value = receiver(
  {
    name: 'Deferrable',
    methods: {},
    get: (_, name) => (Object.hasOwn(moments, name) ? fragment([constant(moments[name] ?? '', [0, 0])], [0, 0]) : undefined), // prettier-ignore
    others: 'nothing',
    isHarmless: true,
  },
  null,
);
