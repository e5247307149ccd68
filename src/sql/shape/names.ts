/** In bytes: longer names are cut. */
const longest = 63;

/** The name that PostgreSQL gives to what has none (`makeObjectName`): the longer one of table and columns is cut where both are too long. */
export function givenName(table: string, columns: readonly string[], ending: string, isTaken: (name: string) => boolean): string {
  let free = made(table, columns.join('_'), ending);
  for (let number = 1; isTaken(free); number++) free = made(table, columns.join('_'), `${ending}${number}`);
  return free;
} // prettier-ignore

function made(table: string, columns: string, ending: string): string {
  const room = longest - ending.length - 1 - (columns === '' ? 0 : 1);
  let [first, second] = [table.length, columns.length];
  while (first + second > room) {
    if (first > second) first--;
    else second--;
  }
  return [table.slice(0, first), ...(columns === '' ? [] : [columns.slice(0, second)]), ending].join('_');
}
