import { z } from 'zod';

const minutes = z.int().min(0).max(240);

/**
 * How long before the start and after the end rooms are held, in minutes: to prepare them, and to clear up.
 */
export const margins = {
  preparationMinutes: minutes.default(0),
  clearingMinutes: minutes.default(0),
};
