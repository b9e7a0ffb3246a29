import { nothing } from '../common.ts';
import * as documents from '../meetings/documents.ts';
import * as meetings from '../meetings/meetings.ts';
import type { RouteContract } from '../route-contract.ts';

/** The documents of a meeting. */
export const documentRoutes = {
  /** For callers that moderate the meeting. While it is live, its conference gets the document at once. */
  'document.upload': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/documents',
    permission: 'meeting.moderate',
    params: meetings.meetingParams,
    query: documents.newDocument,
    raw: true,
    response: documents.documentView,
    status: 201,
    errors: ['not-found', 'wrong-phase', 'unsupported-type', 'too-many-uploads'],
  },
  /** The documents that the caller may see, oldest first. */
  'document.list': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/documents',
    permission: 'meeting.read',
    params: meetings.meetingParams,
    response: documents.documentList,
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
