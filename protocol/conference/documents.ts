import { z } from 'zod';
import { id } from '../ids.ts';
import { conferenceTimeMs, nothing } from './contract.ts';
import type { CommandContract } from './contract.ts';

/**
 * Who may see a document, the largest audience first: everybody, also observers; those who take part with a voice,
 * which leaves out observers; those who moderate.
 */
export const visibilities = ['all', 'delegates', 'moderators'] as const;
export const visibility = z.enum(visibilities);
export type Visibility = z.infer<typeof visibility>;

export const conferenceDocument = z.strictObject({
  id,
  title: z.string().max(300),
  mediaType: z.string().max(150),
  bytes: z.int().min(0),
  /** Null for a document that has no pages to turn. */
  pages: z.int().min(1).max(5_000).nullable(),
  visibleTo: visibility,
  addedAt: conferenceTimeMs,
});
export type ConferenceDocument = z.infer<typeof conferenceDocument>;

export const documentsState = z.strictObject({
  byId: z.record(id, conferenceDocument),
  /** What every screen shows in the place of the slides. */
  shown: z.strictObject({ documentId: id, page: z.int().min(1), by: id }).nullable(),
});

const documentOf = z.strictObject({ documentId: id });
/** From 1; a picture is one page. */
export const pageNumber = z.int().min(1).max(5_000);

export const documentCommands = {
  /** Shows a document on the stage, or turns to another of its pages. */
  'document.show': {
    payload: z.strictObject({ documentId: id, page: pageNumber.default(1) }),
    result: nothing,
    errors: ['not-found', 'locked-by-moderator'],
  },
  'document.hide': { payload: nothing, result: nothing, errors: [] },
  'document.setVisibility': {
    payload: z.strictObject({ documentId: id, visibleTo: visibility }),
    result: nothing,
    errors: ['not-found'],
  },
  'document.remove': { payload: documentOf, result: nothing, errors: ['not-found'] },
} as const satisfies Record<string, CommandContract>;

export const documentEvents = {
  'document.added': conferenceDocument.omit({ addedAt: true }),
  'document.shown': z.strictObject({ documentId: id, page: pageNumber }),
  'document.hidden': nothing,
  'document.visibilitySet': z.strictObject({ documentId: id, visibleTo: visibility }),
  'document.removed': documentOf,
} as const;
