import { FirstDistrict0001 } from './0001-first-district';

/** In order; append only. */
export const MIGRATIONS = [FirstDistrict0001] as const;
