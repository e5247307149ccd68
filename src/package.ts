import manifest from '../package.json' with { type: 'json' };

export { manifest };

/** The package's folder: bundles and sources alike stand one level below it. */
export const packageRoot = new URL('..', import.meta.url);
