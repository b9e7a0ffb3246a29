import { z } from 'zod';

/** Roles that are given, in a plan or in a conference: the recorder is the server's own and is never invited. */
export const givenRoles = ['chair', 'secretary', 'operator', 'delegate', 'observer'] as const;
export const givenRole = z.enum(givenRoles);
export type GivenRole = z.infer<typeof givenRole>;

/** Roles in a conference; the table `domain/conference/policy.ts` says what each may do. */
export const role = z.enum([...givenRoles, 'recorder']);
export type Role = z.infer<typeof role>;
