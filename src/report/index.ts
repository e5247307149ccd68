import { compact } from './compact.ts';
import { json } from './json.ts';
import type { Reporter, View } from './reporter.ts';
import { stylish } from './stylish.ts';

export type Format = 'stylish' | 'json' | 'compact';

/** The formats of a report; the first is the default. */
export const reporters: Readonly<Record<Format, (view: View) => Reporter>> = { stylish, json, compact };
