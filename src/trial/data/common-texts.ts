const hex = (length: number) => '0123456789abcdef'.repeat(length).slice(0, length);

/** What texts commonly must look like. */
export const commonTexts: readonly string[] = [
  'a',
  'b',
  'A',
  'B',
  'ab',
  'AB',
  'abc',
  'ABC',
  'abcd',
  '1',
  '2',
  '12',
  '123',
  '1234',
  '12345',
  '123456',
  '1234567890',
  'en',
  'de',
  'en-US',
  'USD',
  'EUR',
  'a1',
  'a_b',
  'a-b',
  'a.b',
  'Ab1',
  'a@example.com',
  'b@example.com',
  'https://example.com',
  'https://example.org/a',
  'example.com',
  '/',
  '/a',
  '/b',
  '#aabbcc',
  '#AABBCC',
  '+14155550100',
  '+14155550101',
  '2020-01-01',
  '12:30',
  '1.0.0',
  'v1.0.0',
  '10.0.0.1',
  'UTC',
  '{}',
  '[]',
  '00000000-0000-4000-8000-000000000001',
  '0x' + hex(40),
  '0x' + hex(64),
  hex(32),
  hex(40),
  hex(64),
  '',
];

/** The same text a day later, or earlier. */
export function shiftDay(text: string, by: number): string {
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return text;
  date.setUTCDate(date.getUTCDate() + by);
  return date.toISOString().slice(0, 10) + text.slice(10);
}
