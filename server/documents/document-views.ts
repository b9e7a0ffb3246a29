import { isModerator } from '../../domain/conference/state.ts';
import type { EventPayload } from '../../protocol/events.ts';
import type { DocumentView } from '../../protocol/rest/meetings/documents.ts';
import type { Role } from '../../protocol/roles.ts';
import { type Caller, subjectId } from '../identity/caller.ts';
import type { Document, DocumentRepository } from './document-repository.ts';

/** Documents as their readers see them; who moderates also sees earlier versions and how many have read them. */
export function createDocumentViews(documents: Pick<DocumentRepository, 'readingsOf' | 'earlierOf'>) {
  const viewsFor = async (
    meetingId: string,
    shown: readonly Document[],
    role: Role,
    caller: Caller,
  ): Promise<DocumentView[]> => {
    const moderates = isModerator(role);
    const [readings, earlier] = await Promise.all([
      documents.readingsOf(meetingId),
      moderates ? documents.earlierOf(meetingId) : [],
    ]);
    return shown.map((document) => {
      const ofThis = readings.filter(({ documentId }) => documentId === document.id);
      return {
        ...factsOf(document),
        uploadedAtMs: document.createdAtMs,
        version: document.version,
        earlier: earlier
          .filter(({ paperId }) => paperId === document.paperId)
          .map(({ id, version, createdAtMs: uploadedAtMs }) => ({ id, version, uploadedAtMs })),
        readAtMs: ofThis.find(({ readerId }) => readerId === subjectId(caller))?.atMs ?? null,
        readers: moderates ? ofThis.length : null,
      };
    });
  };
  return {
    viewsFor,
    viewFor: async (document: Document, role: Role, caller: Caller): Promise<DocumentView> => {
      const [view] = await viewsFor(document.meetingId, [document], role, caller);
      if (view === undefined) throw new Error('a document has no view');
      return view;
    },
  };
}

/** The properties of a document that a conference knows. */
export const factsOf = ({
  id,
  title,
  mediaType,
  bytes,
  pages,
  visibleTo,
}: Document): EventPayload<'document.added'> => ({ id, title, mediaType, bytes, pages, visibleTo });
