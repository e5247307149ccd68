import type { AlterColumnType, DataType } from '../types.ts';

const wholeDigits = new Map([['bool', 1], ['int2', 5], ['int4', 10], ['int8', 19]]); // prettier-ignore
const longestText = new Map([['bool', 5], ['int2', 6], ['int4', 11], ['int8', 20], ['uuid', 36]]); // prettier-ignore
/** Microseconds, which is also what a type without precision keeps. */
const finestPrecision = 6;
const significantDigits = { float4: 6, float8: 15 };

/** Types that hold whatever an unknown column may have held, unless a length or precision narrows them. */
const wide: ReadonlySet<string> = new Set([
  'text', 'varchar', 'citext', 'int8', 'numeric', 'float8', 'timestamptz', 'jsonb',
]); // prettier-ignore

/** Other types than these that keep every value of the type, if their precision is no smaller. */
const holds = new Map([
  ['date', ['timestamp', 'timestamptz']],
  ['time', ['timetz', 'interval']],
  ['timestamp', ['timestamptz']],
  ['json', ['jsonb']],
  ['jsonb', ['json']],
  ['cidr', ['inet']],
]);

/**
 * Whether a type change can lose or refuse values. With the old type known it is judged exactly; unknown (null), by the new type alone.
 * A USING that does more than cast the column may do anything to the values.
 */
export function losesValues(change: Pick<AlterColumnType, 'type' | 'using'>, old: DataType | null): boolean {
  if (change.using === 'expression') return true;
  const { type } = change;
  if (old === null) return !(wide.has(type.name) && isUnlimited(type));
  if (isText(type) && isUnlimited(type) && !type.array) return false;
  return old.array !== type.array || !keeps(old, type);
}

function isText(type: DataType): boolean {
  return type.name === 'text' || type.name === 'varchar' || type.name === 'citext';
}

function isTime({ name }: DataType): boolean {
  return name === 'interval' || name.startsWith('time');
}

function isUnlimited(type: DataType): boolean {
  return type.modifiers.length === 0 || (type.name === 'timestamptz' && type.modifiers[0] === finestPrecision);
}

function keeps(from: DataType, to: DataType): boolean {
  const same = from.name === to.name && (from.schema ?? 'public') === (to.schema ?? 'public');
  if (same && String(from.modifiers) === String(to.modifiers)) return true;
  switch (to.name) {
    case 'text':
    case 'varchar':
    case 'citext':
      return textLength(from) <= (to.modifiers[0] ?? Infinity);
    case 'bpchar':
    case 'varbit':
      return same && (from.modifiers[0] ?? Infinity) <= (to.modifiers[0] ?? Infinity);
    case 'int2':
    case 'int4':
    case 'int8':
    case 'numeric':
      return fitsNumber(from, to);
    case 'float4':
    case 'float8':
      return fitsFloat(from, significantDigits[to.name], to.name === 'float8');
    default:
      if (holds.get(from.name)?.includes(to.name) || (same && isTime(to))) return precision(from) <= precision(to);
      return same && (from.text === to.text || !to.text.includes('('));
  }
}

/** The most characters that a value of the type can have when written as text. */
function textLength({ name, modifiers }: DataType): number {
  const [first] = modifiers;
  if (name === 'varchar' || name === 'bpchar') return first ?? Infinity;
  // A sign, a decimal point and a zero before it.
  if (name === 'numeric') return first === undefined ? Infinity : first + 3;
  return longestText.get(name) ?? Infinity;
}

function fitsNumber(from: DataType, to: DataType): boolean {
  const digits = digitsOf(from);
  if (digits === null) return false;
  if (to.name === 'numeric') {
    const room = digitsOf(to);
    return room !== null && digits.whole <= room.whole && digits.fraction <= room.fraction;
  }
  const most = wholeDigits.get(to.name) ?? 0;
  // 10 digits are not all of int4's: every number of 9 digits fits, and so does every smaller integer type.
  return digits.fraction <= 0 && (from.name === 'numeric' ? digits.whole < most : digits.whole <= most);
}

function digitsOf({ name, modifiers }: DataType): { readonly whole: number; readonly fraction: number } | null {
  if (name !== 'numeric') {
    const whole = wholeDigits.get(name);
    return whole === undefined ? null : { whole, fraction: 0 };
  }
  const [all, fraction = 0] = modifiers;
  return all === undefined ? { whole: Infinity, fraction: Infinity } : { whole: all - fraction, fraction };
}

function fitsFloat(from: DataType, significant: number, isDouble: boolean): boolean {
  if (from.name === 'float8') return isDouble;
  if (from.name === 'float4') return true;
  const digits = digitsOf(from);
  return digits !== null && digits.whole + Math.max(digits.fraction, 0) <= significant;
}

function precision({ name, modifiers }: DataType): number {
  return name === 'date' ? 0 : (modifiers.at(-1) ?? finestPrecision);
}
