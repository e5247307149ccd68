import type { Solution, Solutions } from './puzzle.ts';

/** Chooses a solution for each row; `distinct` are the columns in which the row that repeats the first must differ from it. */
export function choose({ full, bare }: Solutions, distinct: readonly boolean[]): readonly Solution[] {
  const first = full[0] ?? [];
  const second = most(full, (solution) => differences(solution, first) * 100 - nulls(solution) * 10);
  const unlike = (others: readonly Solution[]) => (solution: Solution) =>
    distinct.every((must, at) => !must || solution[at] === null || others.every((other) => other[at] !== solution[at]));
  const apart = full.filter(unlike([first, second]));
  const repeat = distinct.includes(true)
    ? most(apart.length > 0 ? apart : full, (solution) => -differences(solution, first))
    : first;
  const least = nulls(bare[0] ?? first);
  const bareApart = [...bare.filter((solution) => nulls(solution) === least), ...apart].find(
    unlike([first, second, repeat]),
  );
  return [first, second, bareApart ?? bare[0] ?? first, repeat];
}

const differences = (a: Solution, b: Solution) => a.filter((text, at) => text !== b[at]).length;
const nulls = (solution: Solution) => solution.filter((text) => text === null).length;

function most(solutions: readonly Solution[], score: (solution: Solution) => number): Solution {
  let [best = []] = solutions;
  for (const solution of solutions) if (score(solution) > score(best)) best = solution;
  return best;
}
