import { followDocuments } from '../documents/conference-documents.ts';
import { createDocuments } from '../documents/documents.ts';
import type { DocumentsService } from '../documents/documents.ts';
import { createInspection } from '../documents/inspection.ts';
import { PagePictures } from '../documents/page-pictures.ts';
import { createDocumentFiles } from '../storage/files/document-files.ts';
import { createPictureFiles } from '../storage/files/picture-files.ts';
import type { OpenedConferences } from './conferences.ts';
import type { Foundations } from './foundations.ts';
import type { StartedPlanning } from './planning.ts';

/** The papers of meetings, and the pictures of their pages. */
export async function startDocuments(
  { config, started, repositories, workshop, disk, logger, now }: Foundations,
  { conferences, liveMeetings }: OpenedConferences,
  { scheduling }: StartedPlanning,
): Promise<DocumentsService> {
  const { documents } = repositories;
  const { folder } = config.storage;
  const { maxBytes, picturesMaxBytes } = config.documents;
  const diskFull = (): void => disk.noteRefused();
  const store = await createDocumentFiles(folder, maxBytes, { documents, diskFull });
  const pictures = started.use(
    new PagePictures({
      workshop,
      store: await createPictureFiles(folder, picturesMaxBytes, diskFull),
      originals: store,
      logger,
      now,
    }),
  );
  const following = new Map<string, () => Promise<void>>();
  conferences.onHosted(({ live }) => {
    following.set(live.id, followDocuments(live, { documents, pictures, logger, now }));
  });
  const stopFollowing = async (meetingId: string): Promise<void> => {
    await following.get(meetingId)?.();
    following.delete(meetingId);
  };
  conferences.onEnded(stopFollowing);
  started.defer(async () => {
    await Promise.all([...following.keys()].map(stopFollowing));
  });
  return createDocuments({
    ...repositories,
    store,
    pictures,
    meetings: scheduling.seeing,
    live: {
      stateOf: (meetingId) => liveMeetings.stateOf(meetingId),
      add: async (meetingId, document) => {
        const live = conferences.get(meetingId)?.live;
        await live?.system({ type: 'addDocument', document });
        return live?.state.documents.byId[document.id] !== undefined;
      },
    },
    inspect: createInspection(workshop),
    logger,
    now,
  });
}
