import type { Logger } from 'pino';
import { isLive } from '../../domain/conference/state.ts';
import type { LoggedEvent } from '../../protocol/events.ts';
import type { LiveConference } from '../conference/live-conference.ts';
import type { DocumentRepository } from './document-repository.ts';
import { factsOf } from './document-views.ts';
import type { PagePictures } from './page-pictures.ts';

/** How long to wait after a failure, such as a database outage, before trying again. */
const againAfterMs = 5_000;

interface Context {
  readonly documents: DocumentRepository;
  readonly pictures: Pick<PagePictures, 'ahead' | 'forget'>;
  readonly logger: Logger;
  readonly now: () => number;
}

/**
 * Keeps a conference and the document table of its meeting in step. When the conference opens, opens again or resumes, it
 * gets the documents that it does not have yet. Documents that are removed or shown to others in the
 * conference are changed in the table, too.
 *
 * @returns stops following; resolves when nothing is under way any more, so that the database may be closed
 */
export function followDocuments(
  conference: LiveConference,
  { documents, pictures, logger, now }: Context,
): () => Promise<void> {
  const { id } = conference;
  let hasStopped = false;
  let tail: Promise<void> = Promise.resolve();
  const inOrder = (work: () => Promise<void>): void => {
    tail = tail.then(work);
  };

  const note = async (event: LoggedEvent): Promise<void> => {
    if (event.type === 'document.removed') {
      for (const content of await documents.remove(event.payload.documentId, event.at))
        await pictures.forget(content);
    } else if (event.type === 'document.visibilitySet')
      await documents.setVisibility(event.payload.documentId, event.payload.visibleTo);
    // A moderator shows it to participants who did not know of it; for them it is added with the wider
    // visibility.
    else if (event.type === 'document.added' && event.by !== null)
      await documents.setVisibility(event.payload.id, event.payload.visibleTo);
  };

  /** Also makes up for changes that a server had not yet written to the table when it died. */
  const bringIn = async (): Promise<void> => {
    for (const content of await documents.removeAsLogged(id, now())) await pictures.forget(content);
    const stored = await documents.ofMeeting(id);
    // Most pages were drawn at upload; those of a server that stopped meanwhile were not.
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
      if (hasStopped || !isLive(conference.state)) return;
      try {
        await bringIn();
      } catch (error) {
        logger.error(
          { err: error, conferenceId: id },
          'documents could not be added to the conference; retrying soon',
        );
        setTimeout(begin, againAfterMs).unref();
      }
    });

  const unsubscribe = conference.subscribe((events) => {
    for (const event of events) {
      if (event.type === 'conference.opened' || event.type === 'conference.reopened') begin();
      if (!event.type.startsWith('document.')) continue;
      inOrder(() =>
        note(event).catch((error: unknown) => {
          // While the conference is live its own state counts; when it resumes, bringIn() corrects the table.
          logger.error(
            { err: error, conferenceId: id, type: event.type },
            'document table could not be updated from the conference',
          );
        }),
      );
    }
  });
  begin();
  return async () => {
    hasStopped = true;
    unsubscribe();
    await tail;
  };
}
