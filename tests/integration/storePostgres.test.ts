import { describeStore } from '../../serve/store/storeSuite.testing';
import { openPostgresStore } from '../../serve/store/postgresStore';
import { describeWithPostgres, startPostgres, type PostgresServer } from './postgresServer';

describeWithPostgres('a store in PostgreSQL', () => {
  let server: PostgresServer;
  let schemas = 0;

  beforeAll(async () => {
    server = await startPostgres();
  });

  afterAll(() => server.stop());

  describeStore(async () => {
    const schema = `store_${++schemas}`;
    return {
      open: (migrations) => openPostgresStore({ url: server.url, schema, migrations }),
      remove: async () => undefined,
    };
  });
});
