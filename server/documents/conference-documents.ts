import type { Logger } from 'pino';
import { isLive } from '../../domain/conference/state.ts';
import type { LoggedEvent } from '../../protocol/events.ts';
import type { LiveConference } from '../conference/live-conference.ts';
import type { DocumentRepository } from './document-repository.ts';
import { factsOf } from './documents.ts';
import type { PagePictures } from './page-pictures.ts';

/** A database that is away is tried again after this time. */
const againAfterMs = 5_000;

interface Context {
  readonly documents: DocumentRepository;
  readonly pictures: Pick<PagePictures, 'ahead' | 'forget'>;
  readonly logger: Logger;
  readonly now: () => number;
}

/**
 * Ties a conference to its meeting's documents, in both directions: when it opens or resumes it gets those that it does
 * not have yet; what is removed in it or shown to others is noted in the table.
 */
export function followDocuments(
  conference: LiveConference,
  { documents, pictures, logger, now }: Context,
): void {
  const { id } = conference;
  let tail: Promise<void> = Promise.resolve();
  const inOrder = (work: () => Promise<void>): void => {
    tail = tail.then(work);
  };

  const note = async (event: LoggedEvent): Promise<void> => {
    if (event.type === 'document.removed') {
      const content = await documents.remove(event.payload.documentId, event.at);
      if (content !== undefined) await pictures.forget(content);
    } else if (event.type === 'document.visibilitySet')
      await documents.setVisibility(event.payload.documentId, event.payload.visibleTo);
    // By a moderator: shown to those who did not know of it.
    else if (event.type === 'document.added' && event.by !== null)
      await documents.setVisibility(event.payload.id, event.payload.visibleTo);
  };

  /** Also makes good for what a server noted no more before it died. */
  const bringIn = async (): Promise<void> => {
    for (const content of await documents.removeAsLogged(id, now())) await pictures.forget(content);
    const stored = await documents.ofMeeting(id);
    // Most were drawn when they came; those of a server that stopped meanwhile were not.
    for (const document of stored) pictures.ahead(document);
    const known = conference.state.documents.byId;
    for (const { id: documentId, visibleTo } of stored) {
      const current = known[documentId]?.visibleTo;
      if (current && current !== visibleTo) await documents.setVisibility(documentId, current);
    }
    const missing = stored.filter(({ id: documentId }) => !known[documentId]);
    const outcomes = await conference.system(
      ...missing.map((document) => ({ type: 'addDocument', document: factsOf(document) }) as const),
    );
    if (!outcomes.every(({ ok }) => ok)) throw new Error('a conference did not take its documents');
  };

  const begin = (): void =>
    inOrder(async () => {
      if (!isLive(conference.state)) return;
      try {
        await bringIn();
      } catch (error) {
        logger.error({ err: error, conferenceId: id }, 'documents could not be brought in; tried again soon');
        setTimeout(begin, againAfterMs).unref();
      }
    });

  conference.subscribe((events) => {
    for (const event of events) {
      if (event.type === 'conference.opened') begin();
      if (!event.type.startsWith('document.')) continue;
      inOrder(() =>
        note(event).catch((error: unknown) => {
          // What the conference says counts while it is live, and when it is taken up again this is made good.
          logger.error({ err: error, conferenceId: id, type: event.type }, 'a document could not follow');
        }),
      );
    }
  });
  begin();
}
