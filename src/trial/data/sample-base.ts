/** Where a value stands: two columns of a table, and two rows, get different values; the same place always the same. */
export interface Place {
  readonly column: string;
  readonly number: number;
  /** From 1. */
  readonly row: number;
}

type Sample = (place: Place, modifier: number) => string;

/** A value of one of the base types, in the form of its text; null for a type that is not known. */
export function sampleBase(type: string, modifier: number, place: Place): string | null {
  return samples.get(type)?.(place, modifier) ?? null;
}

/** No id that a migration would insert by itself; later columns hold more, as an end follows its beginning. */
const count = ({ number, row }: Place) => 1000 + number * 10 + row;

const two = (number: number) => String(number).padStart(2, '0');

const date: Sample = ({ number, row }) =>
  `${2019 + row}-${two(1 + (Math.trunc(number / 28) % 12))}-${two(1 + (number % 28))}`;
const time: Sample = ({ number, row }) => `${two(6 + row)}:${two(number % 60)}:00`;
const stamp: Sample = (place, modifier) => `${date(place, modifier)} ${time(place, modifier)}`;

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0').slice(-digits);
const bits = (number: number, digits: number) => number.toString(2).padStart(digits, '0').slice(-digits);

const uuid: Sample = ({ number, row }) => `00000000-0000-4000-8000-${hex(number, 8)}${hex(row, 4)}`;

/** At most that many characters, and the row tells them apart. */
function word({ column, row }: Place, length: number): string {
  const plain = column.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  if (length >= 3) return `${plain.slice(0, Math.min(length - 2, 40))}-${row}`;
  return (length === 2 ? 'a' : '') + String.fromCharCode(96 + row);
}

const text: Sample = (place, modifier) => word(place, modifier < 4 ? 1000 : modifier - 4);

/** The modifier holds precision and scale: https://www.postgresql.org/docs/current/catalog-pg-attribute.html. */
const numeric: Sample = (place, modifier) => {
  if (modifier < 4) return `${count(place)}.5`;
  const precision = ((modifier - 4) >> 16) & 0xffff;
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  if (precision > scale) return String(count(place) % 10 ** Math.min(precision - Math.max(scale, 0), 9));
  return `0.${'0'.repeat(scale - precision)}${place.row}`;
};

const list = (place: Place, length: number) => Array.from({ length }, (_, at) => place.row + at);

const whole: Sample = (place) => String(count(place));
const words: Sample = (place) => word(place, 1000);
const points: Sample = ({ number, row }) => `((${number},${row}),(${number + 1},${row + 1}))`;

const samples: ReadonlyMap<string, Sample> = new Map<string, Sample>([
  ...['int2', 'int4', 'int8', 'oid', 'xid', 'xid8', 'cid'].map((name) => [name, whole] as const),
  ...['float4', 'float8', 'money'].map((name) => [name, (place: Place) => `${count(place)}.5`] as const),
  ['numeric', numeric],
  ['bool', ({ row }) => (row % 2 === 1 ? 'true' : 'false')],
  ...['text', 'varchar', 'bpchar'].map((name) => [name, text] as const),
  ...['name', 'citext', 'tsvector', 'tsquery', 'refcursor'].map((name) => [name, words] as const),
  ['char', ({ row }) => String.fromCharCode(96 + row)],
  ['bytea', (place) => `\\x${hex(count(place), 8)}`],
  ['bit', (place, modifier) => bits(count(place), Math.max(modifier, 1))],
  ['varbit', (place, modifier) => bits(count(place), modifier > 0 ? Math.min(modifier, 16) : 16)],
  ['uuid', uuid],
  ['json', (place) => `{"n": ${count(place)}}`],
  ['jsonb', (place) => `{"n": ${count(place)}}`],
  ['jsonpath', (place) => `$."n${count(place)}"`],
  ['xml', (place) => `<n>${count(place)}</n>`],
  ['date', date],
  ['time', time],
  ['timetz', (place, modifier) => `${time(place, modifier)}+00`],
  ['timestamp', stamp],
  ['timestamptz', (place, modifier) => `${stamp(place, modifier)}+00`],
  ['interval', (place) => `${count(place)} days`],
  ['inet', ({ number, row }) => `10.${number % 256}.${row}.1`],
  ['cidr', ({ number, row }) => `10.${number % 256}.${row}.0/24`],
  ['macaddr', ({ number, row }) => `08:00:2b:00:${hex(number, 2)}:${hex(row, 2)}`],
  ['macaddr8', ({ number, row }) => `08:00:2b:00:00:00:${hex(number, 2)}:${hex(row, 2)}`],
  ['point', ({ number, row }) => `(${number},${row})`],
  ['line', ({ number, row }) => `{${number + 1},${row},1}`],
  ...['lseg', 'box', 'path', 'polygon'].map((name) => [name, points] as const),
  ['circle', ({ number, row }) => `<(${number},${row}),1>`],
  ['pg_lsn', (place) => `0/${hex(count(place), 8).toUpperCase()}`],
  ['txid_snapshot', (place) => `${count(place)}:${count(place)}:`],
  ['pg_snapshot', (place) => `${count(place)}:${count(place)}:`],
  ['regclass', ({ row }) => ['pg_class', 'pg_type', 'pg_proc', 'pg_index'][row - 1] ?? 'pg_class'],
  ['regtype', ({ row }) => ['integer', 'text', 'boolean', 'uuid'][row - 1] ?? 'integer'],
  ['hstore', (place) => `"n"=>"${count(place)}"`],
  ['ltree', (place) => `n.n${count(place)}`],
  ['lquery', (place) => `n.n${count(place)}`],
  ['cube', ({ number, row }) => `(${number},${row})`],
  ['seg', whole],
  ...['vector', 'halfvec'].map(
    (name) => [name, (place: Place, modifier: number) => `[${list(place, Math.max(modifier, 1)).join(',')}]`] as const,
  ),
  ['sparsevec', ({ row }, modifier) => `{1:${row}}/${Math.max(modifier, 1)}`],
  ['geometry', ({ number, row }) => `SRID=4326;POINT(${number % 90} ${row})`],
  ['geography', ({ number, row }) => `SRID=4326;POINT(${number % 90} ${row})`],
]);
