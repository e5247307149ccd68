import { client, copyStreams, exported } from '../clients/pg.ts';
import { format } from '../clients/pg-format.ts';
import { exportedEntries } from '../entries.ts';
import { defineFramework } from '../framework.ts';

export default defineFramework({
  packages: ['pg', 'pg-pool'],
  exports: {
    pg: exported,
    'pg-pool': { default: exported.Pool },
    'pg-copy-streams': copyStreams,
    'pg-format': { default: format },
  },
  types: {
    Client: client,
    ClientBase: client,
    Pool: client,
    PoolClient: client,
    'pg.Client': client,
    'pg.Pool': client,
    'pg.PoolClient': client,
  },
  entries: (module) => exportedEntries(module, [client]),
  signs: /\.query\(/,
  runsTopLevel: true,
  transaction: () => false,
});
