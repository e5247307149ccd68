/** Prints what became of the projects, one line each, then of the rules and of what could not be read. */
export function printTables(results, matrix) {
  printProjects(results);
  printRules(results);
  if (matrix) printMatrix(results);
  printClasses(
    'statements that PostgreSQL’s grammar refuses',
    results.flatMap(({ unparseable }) => unparseable),
  );
  printClasses(
    'files that cannot be decoded',
    results.flatMap(({ unreadable }) => unreadable.map(({ error }) => error.message)),
  );
}

function printProjects(results) {
  const header = [
    'project',
    'files',
    'left out',
    'adapters',
    'statements',
    'unparseable',
    'level 3',
    'level 2',
    'level 1',
    'seconds',
  ];
  const rows = results.map((result) => [
    result.name,
    result.files,
    result.leftOut,
    adapters(result),
    ...counts([result]),
  ]);
  const sum = (pick) => results.reduce((total, result) => total + pick(result), 0);
  const total = ['all', sum(({ files }) => files), sum(({ leftOut }) => leftOut), '', ...counts(results)];
  printTable(header, [...rows, total]);
}

function counts(results) {
  const findings = results.flatMap((result) => result.findings);
  const ofLevel = (wanted) => findings.filter(({ level }) => level === wanted).length;
  const statements = results.reduce((total, result) => total + result.statements, 0);
  const unparseable = results.reduce((total, result) => total + result.unparseable.length, 0);
  const seconds = results.reduce((total, result) => total + result.seconds, 0);
  const share = statements > 0 && unparseable > 0 ? ` (${((100 * unparseable) / statements).toFixed(2)} %)` : '';
  return [statements, `${unparseable}${share}`, ofLevel(3), ofLevel(2), ofLevel(1), seconds.toFixed(2)];
}

function adapters({ adapters: found }) {
  return [...found]
    .sort((a, b) => b[1] - a[1])
    .map(([name, files]) => (found.size > 1 ? `${name} ${files}` : name))
    .join(', ');
}

function printRules(results) {
  const rows = ruleNames(results).map((rule) => {
    const found = results.map(({ findings }) => findings.filter((finding) => finding.rule === rule));
    const all = found.flat();
    const files = new Set(all.map(({ project, path }) => `${project}/${path}`)).size;
    return [rule, all[0].level, all.length, files, found.filter(({ length }) => length > 0).length];
  });
  printTable(['rule', 'level', 'findings', 'files', 'projects'], rows);
}

function printMatrix(results) {
  const rules = ruleNames(results);
  const rows = results.map(({ name, findings }) => [
    name,
    ...rules.map((rule) => findings.filter((finding) => finding.rule === rule).length),
  ]);
  printTable(['project', ...rules], rows);
}

const ruleNames = (results) => [...new Set(results.flatMap(({ findings }) => findings.map(({ rule }) => rule)))].sort();

/** Messages with how often each came, the most frequent first. */
function printClasses(title, messages, most = 60) {
  const found = new Map();
  for (const message of messages) found.set(message, (found.get(message) ?? 0) + 1);
  const sorted = [...found].sort((a, b) => b[1] - a[1]);
  console.log(`\n${title}: ${messages.length} in ${found.size} classes`);
  for (const [message, amount] of sorted.slice(0, most))
    console.log(`${String(amount).padStart(6)}  ${message.slice(0, 160)}`);
}

export function printTable(header, rows) {
  const cells = [header, ...rows].map((row) => row.map(String));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const isNumber = (cell) => /^\d/.test(cell);
  console.log('');
  for (const row of cells) {
    const padded = row.map((cell, column) =>
      isNumber(cell) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
    );
    console.log(padded.join('  ').trimEnd());
  }
}
