import { DataSource, type DataSourceOptions } from 'typeorm';
import { MIGRATION_NAMES } from '../../migrations/names';
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
  const names = source.migrations.map((migration) => migration.name);
  if (names.join() !== MIGRATION_NAMES.join()) throw new Error(`migrations/names.ts must list ${names.join(', ')}`);
  try {
    const applied = await source.runMigrations();
    return applied.map((migration) => migration.name);
  } finally {
    await source.destroy();
  }
}
