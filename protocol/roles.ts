import { z } from 'zod';

/** Roles in a conference; the table `domain/conference/policy.ts` says what each may do. */
export const role = z.enum(['chair', 'secretary', 'operator', 'delegate', 'observer', 'recorder']);
export type Role = z.infer<typeof role>;
