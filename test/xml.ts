/** An element of a parsed document. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  /** The text directly inside, without the white space between elements. */
  text: string;
}

const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Parses the XML 1.0 that a report may hold: no document type, no comments, no CDATA. Throws on anything not well-formed. */
export function parseXml(source: string): Element {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!source.startsWith(declaration)) throw new Error('no declaration');
  if (illegal.test(source)) throw new Error(`illegal character ${JSON.stringify(illegal.exec(source)?.[0])}`);
  const document: Element = { name: '', attributes: {}, children: [], text: '' };
  const open: Element[] = [document];
  const token = /<(\/?)([a-z-]+)((?: [a-zA-Z]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  token.lastIndex = declaration.length;
  while (token.lastIndex < source.length) {
    const from = token.lastIndex;
    const match = token.exec(source);
    if (!match) throw new Error(`not well-formed: ${source.slice(from, from + 60)}`);
    const [, isEnd = '', name = '', attributes = '', isEmpty = '', text] = match;
    const parent = open.at(-1)!;
    if (text !== undefined) parent.text += decode(text);
    else if (isEnd) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> ends nothing`);
    } else {
      const element: Element = { name, attributes: attributesOf(attributes), children: [], text: '' };
      parent.children.push(element);
      if (!isEmpty) open.push(element);
    }
  }
  const [root, ...others] = document.children;
  if (open.length > 1 || !root || others.length > 0 || document.text.trim()) throw new Error('not one whole element');
  return root;
}

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/ ([a-zA-Z]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, decode(value)]);
  const attributes = Object.fromEntries(pairs) as Record<string, string>;
  if (Object.keys(attributes).length < pairs.length) throw new Error(`an attribute twice: ${text}`);
  return attributes;
}

function decode(text: string): string {
  if (/&(?!#?\w+;)/.test(text)) throw new Error(`a bare & in ${text}`);
  return text.replace(/&(#?)(\w+);/g, (_, isNumber: string, name: string) => {
    const value = isNumber ? String.fromCodePoint(Number(name)) : entities[name];
    if (value === undefined) throw new Error(`unknown entity ${name}`);
    return value;
  });
}
