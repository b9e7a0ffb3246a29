import { z } from 'zod';

/** Roles in a conference; what each may do is the table `domain/conference/policy.ts`. */
export const role = z.enum(['chair', 'secretary', 'operator', 'delegate', 'observer', 'recorder']);
export type Role = z.infer<typeof role>;
