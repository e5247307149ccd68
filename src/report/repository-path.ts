import { join, relative } from 'node:path';
import { toPath } from '../files/path.ts';
import type { View } from './reporter.ts';

/** A file's path as a service that shows the repository knows it: from the repository's top, with `/`. */
export const repositoryPath = (path: string, { top, root }: View): string => toPath(relative(top, join(root, path)));
