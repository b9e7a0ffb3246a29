import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import { isModerator } from '../../domain/conference/state.ts';
import { maySee } from '../../domain/conference/topics/documents.ts';
import type { EventPayload } from '../../protocol/events.ts';
import { Failure } from '../../protocol/failure.ts';
import type { DocumentView, PagePictureSize } from '../../protocol/rest/meetings/documents.ts';
import type { Classification, MeetingState } from '../../protocol/rest/meetings/meetings.ts';
import type { Role } from '../../protocol/roles.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { type Caller, subjectId } from '../identity/caller.ts';
import { createBuckets } from '../perimeter/buckets.ts';
import type { Document, DocumentRepository, Visibility } from './document-repository.ts';
import type { BytesOf, DocumentStore } from './document-store.ts';
import type { Inspect } from './inspection.ts';
import type { PagePictures } from './page-pictures.ts';

/** What the documents service needs from the plan of meetings. */
export interface MeetingsSeen {
  /** @throws Failure `not-found` if the caller does not take part in the meeting at this moment */
  attend(
    meetingId: string,
    caller: Caller,
  ): Promise<{
    readonly meeting: { readonly state: MeetingState; readonly classification: Classification };
    readonly role: Role;
    readonly state: ConferenceState | undefined;
  }>;
}

/** What the documents service needs from live conferences. */
export interface LiveDocuments {
  /** Undefined if the meeting's conference is not live. */
  stateOf(meetingId: string): ConferenceState | undefined;
  /** @returns whether the conference has the document now */
  add(meetingId: string, document: EventPayload<'document.added'>): Promise<boolean>;
}

export interface DocumentsContext {
  readonly documents: DocumentRepository;
  readonly store: DocumentStore;
  readonly pictures: Pick<PagePictures, 'of' | 'ahead' | 'forget'>;
  readonly meetings: MeetingsSeen;
  readonly live: LiveDocuments;
  readonly inspect: Inspect;
  readonly logger: Logger;
  readonly now: () => number;
}

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

/** Per account. Each upload in progress holds a file on disk. */
const uploadsAtOnce = 3;
/** Per account. Each upload is stored for good and announced to every room of a live session. */
const uploadPace = { burst: 60, perS: 0.2 };

/** States in which a meeting's documents may still change. */
const open: readonly MeetingState[] = [
  'draft',
  'submitted',
  'approved',
  'scheduled',
  'rehearsal-open',
  'live',
];

export type DocumentsService = ReturnType<typeof createDocuments>;

/**
 * The documents of meetings. While a conference is live, its state decides which documents there are and who
 * may see them, and the table follows (conference-documents.ts). At all other times the table decides.
 */
export function createDocuments(context: DocumentsContext) {
  const { documents, store, pictures, meetings, live, inspect, logger, now } = context;

  const moderate = async (meetingId: string, caller: Caller) => {
    const entered = await meetings.attend(meetingId, caller);
    if (!isModerator(entered.role)) throw new Failure('forbidden');
    if (!open.includes(entered.meeting.state)) throw new Failure('wrong-phase');
    return entered;
  };

  const uploads = createBuckets(uploadPace, now);
  const underWay = new Map<string, number>();
  /** @throws Failure `too-many-uploads` */
  const counted = (accountId: string): Disposable => {
    const before = underWay.get(accountId) ?? 0;
    if (before >= uploadsAtOnce) throw new Failure('too-many-uploads', `at most ${uploadsAtOnce} at once`);
    const upload = uploads(accountId);
    const retryAfterS = upload.waitS();
    if (retryAfterS > 0)
      throw new Failure('too-many-uploads', 'too many uploads in a short time', { retryAfterS });
    upload.take(1);
    underWay.set(accountId, before + 1);
    return {
      [Symbol.dispose]() {
        const left = (underWay.get(accountId) ?? 0) - 1;
        if (left > 0) underWay.set(accountId, left);
        else underWay.delete(accountId);
      },
    };
  };

  /** @throws Failure `not-found` if there is no such document or the caller may not see it */
  const found = async (meetingId: string, documentId: string, caller: Caller) => {
    const { meeting, state, role } = await meetings.attend(meetingId, caller);
    const stored = await documents.byId(meetingId, documentId);
    const document = stored && seen(stored, state, role);
    if (!document) throw new Failure('not-found');
    return { document, meeting };
  };

  return {
    /**
     * @throws Failure `not-found`, `forbidden`, `wrong-phase`, `payload-too-large`, `unsupported-type`,
     *   `too-many-uploads`
     */
    async upload(
      meetingId: string,
      { name, visibleTo }: { readonly name: string; readonly visibleTo: Visibility },
      content: Readable,
      caller: Caller,
    ): Promise<DocumentView> {
      await moderate(meetingId, caller);
      using _upload = counted(subjectId(caller));
      await using received = await store.receive(content);
      const { mediaType, pages } = await inspect(received.path, subjectId(caller));
      if (mediaType === null) throw new Failure('unsupported-type');
      const { bytes, sha256 } = received;
      const document: Document = {
        id: uuid(),
        meetingId,
        title: name,
        mediaType,
        bytes,
        pages,
        sha256,
        visibleTo,
        uploadedBy: subjectId(caller),
        createdAtMs: now(),
      };
      await received.keep();
      await documents.insert(document);
      if (live.stateOf(meetingId) && !(await live.add(meetingId, factsOf(document)))) {
        await documents.remove(document.id, now());
        throw new Failure('unavailable');
      }
      pictures.ahead(document);
      logger.info(
        { meetingId, documentId: document.id, mediaType, bytes, sha256 },
        'a document was uploaded',
      );
      return viewOf(document);
    },

    /** Oldest first. */
    async list(meetingId: string, caller: Caller): Promise<DocumentView[]> {
      const { state, role } = await meetings.attend(meetingId, caller);
      const all = await documents.ofMeeting(meetingId);
      return all.flatMap((document) => seen(document, state, role) ?? []).map(viewOf);
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
      const { meeting } = await moderate(meetingId, caller);
      if (meeting.state === 'live') throw new Failure('wrong-phase', 'its conference is live');
      if (!(await documents.byId(meetingId, documentId))) throw new Failure('not-found');
      const content = await documents.remove(documentId, now());
      if (content !== undefined) await pictures.forget(content);
    },
  };
}

/** A document with its current visibility; undefined if this role may not see it. */
function seen(document: Document, state: ConferenceState | undefined, role: Role): Document | undefined {
  const visibleTo = state ? state.documents.byId[document.id]?.visibleTo : document.visibleTo;
  return visibleTo !== undefined && maySee({ visibleTo }, { role }) ? { ...document, visibleTo } : undefined;
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

const viewOf = (document: Document): DocumentView => ({
  ...factsOf(document),
  uploadedAtMs: document.createdAtMs,
});
