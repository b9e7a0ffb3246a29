import { z } from 'zod';

/** A parameter that says how many: at least one. */
export const count = z.coerce.number().int().min(1);
