import { DataSource, type DataSourceOptions } from 'typeorm';
import { MIGRATIONS } from '../../migrations/registry';

type Target = DataSourceOptions extends infer Options ? Omit<Options & object, 'migrations'> : never;

/** Runs what is pending, in order, all or nothing where the database can; returns the names applied. */
export async function runMigrations(target: Target): Promise<readonly string[]> {
  const source = new DataSource({
    ...target,
    migrations: [...MIGRATIONS],
    migrationsTransactionMode: 'all',
  } as DataSourceOptions);
  await source.initialize();
  try {
    const applied = await source.runMigrations();
    return applied.map((migration) => migration.name);
  } finally {
    await source.destroy();
  }
}
