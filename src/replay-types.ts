import type { ShapeChange } from './sql/shape/compare.ts';

/** What came of a migration that was run up and down over a database which holds what the earlier ones of its chain have made. */
export interface Replay {
  /** What surely is not as it was before. */
  readonly changes: readonly ShapeChange[];
  /** What keeps the way back from running; null where nothing is known of it. */
  readonly obstacle: Obstacle | null;
}

/**
 * `gone`: it calls a function that was dropped; `absent`, `used`: it drops what is not there, or what something is made of; `lacking`: it is about what is
 * not there; `present`: it makes what is there; `transaction`: what PostgreSQL refuses inside of one.
 */
export interface Obstacle {
  readonly kind: 'gone' | 'absent' | 'used' | 'lacking' | 'present' | 'transaction';
  readonly what: string;
}
