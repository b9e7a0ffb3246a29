import { z } from 'zod';

const minutes = z.int().min(0).max(240);

/** For how long before the start and after the end rooms are held: for preparing them and for clearing up. */
export const margins = {
  preparationMinutes: minutes.default(0),
  clearingMinutes: minutes.default(0),
};
