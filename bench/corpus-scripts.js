import { printTable } from './corpus-tables.js';

/** Prints how well the TypeScript and JavaScript of each framework was read, and lists what was not. */
export function printScripts(results) {
  const all = results.flatMap(({ name, scripts }) =>
    scripts.map((script) => ({ ...script, path: `${name}/${script.path}` })),
  );
  if (all.length === 0) return;
  const names = [...new Set(all.map(({ framework }) => framework))].sort();
  const rows = [...names, null].map((name) => rowOf(name ?? 'all', name === null ? all : all.filter(({ framework }) => framework === name))); // prettier-ignore
  printTable(['framework', 'files', 'read as', 'unverifiable', 'share', 'not found', 'crashes'], rows);
  printList(
    'scripts of which a part cannot be told',
    all.flatMap(({ path, hidden = [], unread }) =>
      unread === null ? hidden.map(({ what, reason }) => `${path}  ${reason ?? what}`) : [],
    ),
  );
  printList(
    'scripts whose entry functions were not found',
    all.flatMap(({ path, unread }) => (unread ? [`${path}  ${unread}`] : [])),
  );
}

function rowOf(name, scripts) {
  const unverifiable = scripts.filter(({ hidden }) => hidden?.length > 0).length;
  const share = scripts.length === 0 ? 0 : (100 * unverifiable) / scripts.length;
  const crashes = scripts.filter(({ crashed }) => crashed).length;
  const unread = scripts.filter(({ unread }) => unread).length;
  return [name, scripts.length, name === 'all' ? '' : adapters(scripts), unverifiable, `${share.toFixed(1)} %`, unread, crashes]; // prettier-ignore
}

function adapters(scripts) {
  const amounts = new Map();
  for (const { adapter } of scripts) if (adapter) amounts.set(adapter, (amounts.get(adapter) ?? 0) + 1);
  return [...amounts].sort((a, b) => b[1] - a[1]).map(([name, amount]) => `${name} ${amount}`).join(', '); // prettier-ignore
}

function printList(title, lines) {
  const different = new Set(lines);
  console.log(`\n${title}: ${different.size}`);
  for (const line of different) console.log(`  ${line.replaceAll(/\s+/g, ' ').slice(0, 240)}`);
}
