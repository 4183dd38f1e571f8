/**
 * The names of all migrations, in order; append only, like the registry. Kept apart from the migrations themselves so
 * that a start on an up-to-date database need not load them, nor TypeORM (0.25 s).
 */
export const MIGRATION_NAMES: readonly string[] = ['FirstDistrict1767225600001'];
