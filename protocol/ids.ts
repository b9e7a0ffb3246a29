import { z } from 'zod';

/** Every id on the wire is a UUID (version 7: it sorts by the time it was made). */
export const id = z.uuid();

/** A conference is the live run of one occurrence, and has that meeting's id. */
export type ConferenceId = string;
/**
 * A participant has the id of the endpoint or the account that takes part, so a second device finds the same
 * seat.
 */
export type ParticipantId = string;
