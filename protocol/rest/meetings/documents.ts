import { z } from 'zod';
import { conferenceDocument, pageNumber, visibility } from '../../conference/documents.ts';
import { id } from '../../ids.ts';
import { inQuery, instantMs, name } from '../common.ts';

/** A document of a meeting; it has the same id in the meeting's conference. */
export const documentView = conferenceDocument.omit({ addedAt: true }).extend({
  uploadedAtMs: instantMs,
  /** From 1; a newer version replaces the earlier ones. */
  version: z.int().min(1),
  /** The versions before, newest first; empty for callers that do not moderate the meeting. */
  earlier: z.array(z.strictObject({ id, version: z.int().min(1), uploadedAtMs: instantMs })),
  /** When the caller first opened this version. */
  readAtMs: instantMs.nullable(),
  /** How many opened this version; null for callers that do not moderate the meeting. */
  readers: z.int().min(0).nullable(),
});
export type DocumentView = z.infer<typeof documentView>;

/** `name` is text for people to read: it is never part of a path. */
export const newDocument = z.strictObject({
  name,
  visibleTo: visibility.default('all'),
  /** The paper of which this is a newer version; it takes that paper's place and visibility. */
  replaces: id.optional(),
});
export const documentChange = z
  .strictObject({ title: name.optional(), visibleTo: visibility.optional() })
  .refine(({ title, visibleTo }) => title !== undefined || visibleTo !== undefined, 'nothing is changed');
export const documentOrder = z.strictObject({ documentIds: z.array(id).min(1).max(1_000) });

export const documentReader = z.strictObject({
  readerId: id,
  name: z.string(),
  siteName: z.string(),
  /** When it first opened the document; null if it did not. */
  readAtMs: instantMs.nullable(),
});
/** All who are invited, those who have not read it first. */
export const documentReaders = z.strictObject({ readers: z.array(documentReader) });
export type DocumentReader = z.infer<typeof documentReader>;
export const documentList = z.strictObject({ documents: z.array(documentView) });
export const documentParams = z.strictObject({ meetingId: id, documentId: id });

/**
 * The types that may be uploaded. The server detects the type from the content, whatever the name or the
 * sender says.
 */
export const documentTypes = [
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
  /** Word, Excel and PowerPoint before 2007 share one container; its content decides the type. */
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'image/png',
  'image/jpeg',
  'image/webp',
] as const;
export type DocumentType = (typeof documentTypes)[number];

/** The boxes, in pixels, that a page is drawn into: for a television, and for a small screen. */
export const pictureSizes = {
  large: { width: 1920, height: 1080 },
  small: { width: 960, height: 540 },
} as const;
export type PagePictureSize = keyof typeof pictureSizes;
export const pagePictureSize = z.enum(['large', 'small']);

export const documentPageParams = documentParams.extend({ page: inQuery(pageNumber) });
export const pictureQuery = z.strictObject({ size: pagePictureSize.default('large') });
