import { exactly, matcher } from '../config/match.ts';

/**
 * The e-mail addresses of those who own a path by the text of a `CODEOWNERS`: the last pattern that matches decides. Names of accounts and
 * teams tell nobody who they are in git, so they count for nothing (https://docs.github.com/articles/about-code-owners).
 */
export function ownersIn(text: string, path: string): readonly string[] {
  const rules = text.split(/\r?\n/).map((line) =>
    line
      .replace(/(?:^|\s)#.*$/, '')
      .trim()
      .split(/\s+/),
  );
  const owning = rules.findLast(([pattern = '']) => pattern !== '' && owns(pattern, path)) ?? [];
  return owning.slice(1).filter((owner) => /^[^@\s]+@[^@\s]+$/.test(owner));
}

function owns(pattern: string, path: string): boolean {
  // GitLab's sections own nothing by themselves.
  if (/^\^?\[/.test(pattern)) return false;
  const bare = pattern.replace(/^\/|\/$/g, '');
  const isAnywhere = !pattern.startsWith('/') && !bare.includes('/');
  const glob = isAnywhere ? `**/${bare}` : bare;
  return glob.endsWith('/*') && !isAnywhere ? exactly(glob)(path) : matcher([glob])(path);
}
