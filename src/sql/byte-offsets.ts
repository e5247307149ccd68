/** A converter from UTF-8 byte positions to UTF-16 offsets; free for ASCII. */
export function byteOffsets(text: string): (byte: number) => number {
  if (/^[\0-\x7f]*$/.test(text)) return (byte) => byte;
  const bytes: number[] = [];
  let total = 0;
  for (let index = 0; index < text.length; index++) {
    bytes.push(total);
    const unit = text.charCodeAt(index);
    const pair = unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
    total += unit < 0x80 ? 1 : unit < 0x800 ? 2 : pair ? 4 : 3;
    if (pair) bytes.push(bytes[index++] ?? 0);
  }
  return (byte) => {
    let low = 0;
    let high = text.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((bytes[middle] ?? total) < byte) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
