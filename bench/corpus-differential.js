import { lintProject } from './corpus-lint.js';
import { printTable } from './corpus-tables.js';

/** Compares both readers over every statement of the projects and prints where they disagree, by class. */
export function differential(projects, core, scripts) {
  const total = { statements: 0, agreed: 0, unread: 0, disputed: 0, compared: 0 };
  const classes = new Map();
  for (const project of projects) {
    const lintSource = (source, files, config, context) => {
      const result = core.lintSource(source, files, { ...config, rules: [] }, context);
      for (const { statement, comparison } of comparisons(result.migration, core)) {
        total.statements += 1;
        total[comparison.kind] += 1;
        if (comparison.kind === 'agreed' && comparison.both.length > 0) total.compared += 1;
        if (comparison.kind === 'disputed')
          keep(classes, comparison, `${project.name}/${source.path}`, result.migration.words(statement.range));
      }
      return result;
    };
    lintProject(project, { ...core, lintSource }, scripts);
  }
  const { statements, agreed, compared, disputed } = total;
  printTable(
    ['statements', 'read by both', 'with operations', 'agreed', 'disputed'],
    [[statements, agreed + disputed, compared + disputed, agreed, disputed]],
  );
  for (const [name, examples] of [...classes].sort((a, b) => b[1].length - a[1].length)) {
    console.log(`\n${examples.length}  ${name}`);
    for (const { path, ours, theirs, text } of examples.slice(0, 3))
      console.log(
        `   ${path}\n      ours   ${ours}\n      theirs ${theirs}\n      ${text.replaceAll(/\s+/g, ' ').slice(0, 300)}`,
      );
  }
}

function comparisons({ sections, words }, { compare }) {
  return sections
    .flatMap(({ statements }) => statements)
    .map((statement) => ({ statement, comparison: compare(statement, words(statement.range)) }));
}

/** A class: the words that only one reader has, names left out where they are the same in shape. */
function keep(classes, { ours, theirs }, path, text) {
  const only = (facts, others) => facts.filter((fact) => !others.includes(fact));
  const [first, second] = [only(ours, theirs), only(theirs, ours)];
  const verbs = (facts) =>
    [...new Set(facts.map((fact) => fact.split(' ').slice(0, 2).join(' ')))].sort().join(', ') || 'nothing';
  const name = `ours ${verbs(first.map(shorten))} | theirs ${verbs(second.map(shorten))}`;
  classes.set(name, [...(classes.get(name) ?? []), { path, ours: first.join('; '), theirs: second.join('; '), text }]);
}

const shorten = (fact) => fact.replace(/^(alter|insert into|update|delete from|rename \w+) \S+/, '$1 …');
