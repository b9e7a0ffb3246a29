import { Readable } from 'node:stream';
import type { documentRoutes } from '../../../protocol/rest/routes/documents.ts';
import { tagOf } from '../../letters/validators.ts';
import { documentName } from '../document-name.ts';
import type { UseCases } from '../use-cases.ts';
import type { HandlersOf } from './handler.ts';

/** Documents of meetings. */
export function documentHandlers({ documents }: UseCases): HandlersOf<keyof typeof documentRoutes> {
  return {
    'document.upload': ({ params, query, content, caller }) =>
      documents.upload(params.meetingId, query, content, caller),
    'document.list': async ({ params, caller }) => ({
      documents: await documents.list(params.meetingId, caller),
    }),
    'document.change': ({ params, body, caller }) =>
      documents.change(params.meetingId, params.documentId, body, caller),
    'document.order': async ({ params, body, caller }) => ({
      documents: await documents.arrange(params.meetingId, body.documentIds, caller),
    }),
    'document.read': ({ params, caller }) => documents.markRead(params.meetingId, params.documentId, caller),
    'document.readers': async ({ params, caller }) => ({
      readers: await documents.readers(params.meetingId, params.documentId, caller),
    }),
    'document.content': async ({ params, caller }) => {
      const { document, read } = await documents.content(params.meetingId, params.documentId, caller);
      const { mediaType, bytes, sha256 } = document;
      return { content: read, mediaType, bytes, fileName: documentName(document), etag: `"${sha256}"` };
    },
    'document.page': async ({ params: { meetingId, documentId, page }, query: { size }, caller }) => {
      const at = { page, size };
      const { document, picture, mayBeKept } = await documents.page(meetingId, documentId, at, caller);
      const fileName = `${document.title} ${page}.webp`;
      const file = { mediaType: 'image/webp', fileName, bytes: picture.length };
      const content = Readable.from([picture]);
      return mayBeKept
        ? { ...file, content, validators: { etag: tagOf(picture) }, lasting: true }
        : { ...file, content };
    },
    'document.remove': async ({ params, caller }) => {
      await documents.remove(params.meetingId, params.documentId, caller);
      return {};
    },
  };
}
