import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import type { MeetingWithInvitations } from '../../domain/schedule/meeting.ts';
import { isModerator } from '../../domain/conference/state.ts';
import { maySee } from '../../domain/conference/topics/documents.ts';
import type { EventPayload } from '../../protocol/events.ts';
import { Failure } from '../../protocol/failure.ts';
import type {
  documentChange,
  DocumentReader,
  DocumentView,
  newDocument,
  PagePictureSize,
} from '../../protocol/rest/meetings/documents.ts';
import type { MeetingState } from '../../protocol/rest/meetings/meetings.ts';
import type { Role } from '../../protocol/roles.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { type Caller, subjectId } from '../identity/caller.ts';
import { Names } from '../scheduling/access/names.ts';
import type { Document, DocumentRepository } from './document-repository.ts';
import type { BytesOf, DocumentStore } from './document-store.ts';
import { createDocumentViews, factsOf } from './document-views.ts';
import type { Inspect } from './inspection.ts';
import type { PagePictures } from './page-pictures.ts';
import { countUploads } from './upload-limits.ts';

/** What the documents service needs from the plan of meetings. */
export interface MeetingsSeen {
  /** @throws Failure `not-found` if the caller does not take part in the meeting at this moment */
  attend(
    meetingId: string,
    caller: Caller,
  ): Promise<{
    readonly meeting: Pick<MeetingWithInvitations, 'state' | 'classification' | 'invitations'>;
    readonly role: Role;
    readonly state: ConferenceState | undefined;
  }>;
}

/** What the documents service needs from live conferences. */
export interface LiveDocuments {
  /** Undefined if the meeting's conference is not live. */
  stateOf(meetingId: string): Promise<ConferenceState | undefined>;
  /** @returns whether the conference has the document now */
  add(meetingId: string, document: EventPayload<'document.added'>): Promise<boolean>;
}

export type DocumentsContext = ConstructorParameters<typeof Names>[0] & {
  readonly documents: DocumentRepository;
  readonly store: DocumentStore;
  readonly pictures: Pick<PagePictures, 'of' | 'ahead' | 'forget'>;
  readonly meetings: MeetingsSeen;
  readonly live: LiveDocuments;
  readonly inspect: Inspect;
  readonly logger: Logger;
  readonly now: () => number;
};

export interface DocumentContent {
  readonly document: Document;
  /** @param part of the content; left out: all of it */
  readonly read: (part?: BytesOf) => Readable;
}

export interface PageShown {
  readonly document: Document;
  /** As WebP. */
  readonly picture: Buffer;
  /** Whether a browser may cache it. */
  readonly mayBeKept: boolean;
}

/** States in which a meeting's documents may still change. */
const open: readonly MeetingState[] = [
  'draft',
  'submitted',
  'approved',
  'scheduled',
  'rehearsal-open',
  'live',
];
/** States in which new ones may be added: the conclusions are written after the session, before it is signed off. */
const growing: readonly MeetingState[] = [...open, 'ended'];

export type DocumentsService = ReturnType<typeof createDocuments>;

/**
 * The documents of meetings. While a conference is live, its state decides which documents there are and who
 * may see them, and the table follows (conference-documents.ts). At all other times the table decides.
 */
export function createDocuments(context: DocumentsContext) {
  const { documents, store, pictures, meetings, live, inspect, logger, now, ...directory } = context;

  const moderateIn = (states: readonly MeetingState[]) => async (meetingId: string, caller: Caller) => {
    const entered = await meetings.attend(meetingId, caller);
    if (!isModerator(entered.role)) throw new Failure('forbidden');
    if (!states.includes(entered.meeting.state)) throw new Failure('wrong-phase');
    return entered;
  };
  const moderate = moderateIn(open);
  const adding = moderateIn(growing);

  const counted = countUploads(now);
  const { viewFor, viewsFor } = createDocumentViews(documents);

  /** Before the meeting is live; in its conference, commands change documents. */
  const planning = async (meetingId: string, caller: Caller) => {
    const entered = await moderate(meetingId, caller);
    if (entered.meeting.state === 'live') throw new Failure('wrong-phase', 'its conference is live');
    return entered;
  };

  /** The newest version of a paper. @throws Failure `not-found` */
  const current = async (meetingId: string, documentId: string): Promise<Document> => {
    const document = await documents.byId(meetingId, documentId);
    if (document === undefined || document.superseded) throw new Failure('not-found');
    return document;
  };

  /**
   * Stores a document whose content is kept. A new version has the visibility that the replaced one has at this
   * moment, not the one that it had when the upload began.
   * @returns the document as stored, and the caller's role
   * @throws Failure if the meeting or the caller's rights in it have changed while the content arrived, as for an
   *   upload that begins now
   */
  const record = async (
    document: Document,
    replaced: Document | undefined,
    caller: Caller,
  ): Promise<{ readonly stored: Document; readonly role: Role }> => {
    const { id, meetingId } = document;
    const { role } = await (replaced === undefined ? adding : planning)(meetingId, caller);
    if (replaced === undefined) await documents.insert(document);
    const stored = replaced === undefined ? document : await documents.supersede(replaced, document);
    if (stored === undefined) throw new Failure('conflict', 'this version was replaced or removed meanwhile');
    const isTold = !(await live.stateOf(meetingId)) || (await live.add(meetingId, factsOf(stored)));
    // A newer version stays, and the conference takes it when it resumes.
    if (!isTold && replaced === undefined) {
      await documents.discard(id);
      throw new Failure('unavailable');
    }
    return { stored, role };
  };

  /** @throws Failure `not-found` if there is no such document or the caller may not see it */
  const found = async (meetingId: string, documentId: string, caller: Caller) => {
    const { meeting, state, role } = await meetings.attend(meetingId, caller);
    const stored = await documents.byId(meetingId, documentId);
    const document = stored && seen(stored, state, role);
    if (!document) throw new Failure('not-found');
    return { document, meeting, role };
  };

  return {
    /**
     * @throws Failure `not-found`, `forbidden`, `wrong-phase`, `payload-too-large`, `unsupported-type`,
     *   `too-many-uploads`, `conflict`
     */
    async upload(
      meetingId: string,
      { name, visibleTo, replaces }: z.output<typeof newDocument>,
      content: Readable,
      caller: Caller,
    ): Promise<DocumentView> {
      await (replaces === undefined ? adding : planning)(meetingId, caller);
      const replaced = replaces === undefined ? undefined : await current(meetingId, replaces);
      using _upload = counted(subjectId(caller));
      await using received = await store.receive(content);
      const { mediaType, pages } = await inspect(received.path, subjectId(caller));
      if (mediaType === null) throw new Failure('unsupported-type');
      const { bytes, sha256 } = received;
      const id = uuid();
      const document: Document = {
        id,
        meetingId,
        title: name,
        mediaType,
        bytes,
        pages,
        sha256,
        visibleTo,
        uploadedBy: subjectId(caller),
        createdAtMs: now(),
        paperId: replaced?.paperId ?? id,
        version: (replaced?.version ?? 0) + 1,
        superseded: false,
      };
      const { stored, role } = await received.keep(() => record(document, replaced, caller));
      pictures.ahead(document);
      logger.info(
        { meetingId, documentId: document.id, mediaType, bytes, sha256 },
        'a document was uploaded',
      );
      return viewFor(stored, role, caller);
    },

    /** In the order of the papers. */
    async list(meetingId: string, caller: Caller): Promise<DocumentView[]> {
      const { state, role } = await meetings.attend(meetingId, caller);
      const all = await documents.ofMeeting(meetingId);
      const visible = all.flatMap((document) => seen(document, state, role) ?? []);
      return viewsFor(meetingId, visible, role, caller);
    },

    /** @throws Failure `not-found`, `forbidden`, `wrong-phase` */
    async change(
      meetingId: string,
      documentId: string,
      { title, visibleTo }: z.output<typeof documentChange>,
      caller: Caller,
    ): Promise<DocumentView> {
      const { role } = await planning(meetingId, caller);
      await current(meetingId, documentId);
      if (title !== undefined) await documents.setTitle(documentId, title);
      if (visibleTo !== undefined) await documents.setVisibility(documentId, visibleTo);
      return viewFor(await current(meetingId, documentId), role, caller);
    },

    /** @throws Failure `not-found`, `forbidden`, `wrong-phase` */
    async arrange(
      meetingId: string,
      documentIds: readonly string[],
      caller: Caller,
    ): Promise<DocumentView[]> {
      const { role } = await planning(meetingId, caller);
      const known = new Set((await documents.ofMeeting(meetingId)).map(({ id }) => id));
      if (!documentIds.every((id) => known.has(id))) throw new Failure('not-found');
      await documents.arrange(meetingId, documentIds);
      return viewsFor(meetingId, await documents.ofMeeting(meetingId), role, caller);
    },

    /** @throws Failure `not-found` */
    async markRead(meetingId: string, documentId: string, caller: Caller): Promise<DocumentView> {
      const { document, role } = await found(meetingId, documentId, caller);
      await documents.markRead({ documentId, readerId: subjectId(caller), atMs: now() });
      return viewFor(document, role, caller);
    },

    /** @throws Failure `not-found`, `forbidden` */
    async readers(meetingId: string, documentId: string, caller: Caller): Promise<DocumentReader[]> {
      const { document, meeting, role } = await found(meetingId, documentId, caller);
      if (!isModerator(role)) throw new Failure('forbidden');
      const readings = await documents.readingsOf(meetingId);
      const readAt = new Map(
        readings
          .filter((one) => one.documentId === document.id)
          .map(({ readerId, atMs }) => [readerId, atMs]),
      );
      const invited = await new Names(directory).invitations(meeting.invitations);
      return invited
        .map(({ inviteeId: readerId, name, siteName }) => ({
          readerId,
          name,
          siteName,
          readAtMs: readAt.get(readerId) ?? null,
        }))
        .toSorted((a, b) => (a.readAtMs ?? 0) - (b.readAtMs ?? 0));
    },

    /** @throws Failure `not-found` */
    async content(meetingId: string, documentId: string, caller: Caller): Promise<DocumentContent> {
      const { document } = await found(meetingId, documentId, caller);
      return { document, read: (part) => store.read(document.sha256, part) };
    },

    /**
     * One page as a picture. The same right is needed as for the whole document.
     * @throws Failure `not-found`, `no-picture`, `unavailable`
     */
    async page(
      meetingId: string,
      documentId: string,
      at: { readonly page: number; readonly size: PagePictureSize },
      caller: Caller,
    ): Promise<PageShown> {
      const { document, meeting } = await found(meetingId, documentId, caller);
      const picture = await pictures.of(document, at);
      return { document, picture, mayBeKept: meeting.classification === 'unclassified' };
    },

    /**
     * @throws Failure `not-found`, `forbidden`; `wrong-phase` while the conference is live: use its command
     *   instead
     */
    async remove(meetingId: string, documentId: string, caller: Caller): Promise<void> {
      await planning(meetingId, caller);
      await current(meetingId, documentId);
      for (const content of await documents.remove(documentId, now())) await pictures.forget(content);
    },
  };
}

/** A document with its current visibility; undefined if this role may not see it. */
function seen(document: Document, state: ConferenceState | undefined, role: Role): Document | undefined {
  // Earlier versions are for those who prepare the papers.
  if (document.superseded) return isModerator(role) ? document : undefined;
  const visibleTo = state ? state.documents.byId[document.id]?.visibleTo : document.visibleTo;
  return visibleTo !== undefined && maySee({ visibleTo }, { role }) ? { ...document, visibleTo } : undefined;
}
