import { printableLines } from './printable.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
};

/** Text between tags; characters that XML 1.0 forbids become visible signs. */
export const xmlText = (text: string): string =>
  legal(text).replace(/[&<>]/g, (character) => entities[character] ?? '');

/** An element's start: its name and attributes, without the closing `>`. */
export function xmlStart(name: string, attributes: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(String(value))}"`);
  return `<${name}${pairs.join('')}`;
}

const attribute = (text: string) => legal(text).replace(/[&<>"\t\n]/g, (character) => entities[character] ?? '');

const legal = (text: string) =>
  printableLines(text).replace(/[\ufffe\uffff]/g, (character) => (character === '\ufffe' ? '<U+FFFE>' : '<U+FFFF>'));
