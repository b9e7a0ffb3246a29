import { nothing } from '../common.ts';
import * as documents from '../meetings/documents.ts';
import * as meetings from '../meetings/meetings.ts';
import type { RouteContract } from '../route-contract.ts';

/** The documents of a meeting. */
export const documentRoutes = {
  /**
   * For callers that moderate the meeting. While it is live, its conference gets the document at once. `conflict`
   * if the version that it replaces is no longer the current one.
   */
  'document.upload': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/documents',
    permission: 'meeting.moderate',
    params: meetings.meetingParams,
    query: documents.newDocument,
    raw: true,
    response: documents.documentView,
    status: 201,
    errors: ['not-found', 'wrong-phase', 'conflict', 'unsupported-type', 'too-many-uploads'],
  },
  /** The documents that the caller may see, in the order of the papers. */
  'document.list': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/documents',
    permission: 'meeting.read',
    params: meetings.meetingParams,
    response: documents.documentList,
    errors: ['not-found'],
  },
  /** Renames a document or changes who may see it, before the meeting is live. */
  'document.change': {
    method: 'PATCH',
    path: '/api/v1/meetings/:meetingId/documents/:documentId',
    permission: 'meeting.moderate',
    params: documents.documentParams,
    body: documents.documentChange,
    response: documents.documentView,
    errors: ['not-found', 'wrong-phase'],
  },
  /** Puts the papers in this order, before the meeting is live. */
  'document.order': {
    method: 'PUT',
    path: '/api/v1/meetings/:meetingId/documents/order',
    permission: 'meeting.moderate',
    params: meetings.meetingParams,
    body: documents.documentOrder,
    response: documents.documentList,
    errors: ['not-found', 'wrong-phase'],
  },
  /** Notes that the caller opened the document. */
  'document.read': {
    method: 'PUT',
    path: '/api/v1/meetings/:meetingId/documents/:documentId/read',
    permission: 'meeting.read',
    params: documents.documentParams,
    response: documents.documentView,
    errors: ['not-found'],
  },
  /** Who of those invited has opened the document, for callers that moderate the meeting. */
  'document.readers': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/documents/:documentId/readers',
    permission: 'meeting.moderate',
    params: documents.documentParams,
    response: documents.documentReaders,
    errors: ['not-found'],
  },
  'document.content': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/documents/:documentId/content',
    permission: 'meeting.read',
    params: documents.documentParams,
    streams: documents.documentTypes,
    ranged: true,
    errors: ['not-found'],
  },
  /** A page of a PDF, or an image, as a screen of that size shows it. A document’s pages never change. */
  'document.page': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/documents/:documentId/pages/:page',
    permission: 'meeting.read',
    params: documents.documentPageParams,
    query: documents.pictureQuery,
    streams: ['image/webp'],
    lasting: true,
    errors: ['not-found', 'no-picture'],
  },
  /** Only before the meeting is live; in its conference, the command `document.remove` does this. */
  'document.remove': {
    method: 'DELETE',
    path: '/api/v1/meetings/:meetingId/documents/:documentId',
    permission: 'meeting.moderate',
    params: documents.documentParams,
    response: nothing,
    errors: ['not-found', 'wrong-phase'],
  },
} as const satisfies Record<string, RouteContract>;
