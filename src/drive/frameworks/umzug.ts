import type { Framework } from '../framework.ts';

const framework: Framework = { kind: 'obstacle', obstacle: 'scripts of umzug cannot be run here' };

export default framework;
