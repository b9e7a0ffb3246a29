import { allowed } from '../../../domain/conference/policy.ts';
import { mayPresent, maySee } from '../../../domain/conference/topics/documents.ts';
import type { ConferenceDocument } from '../../../protocol/conference/documents.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';

/** How a document is shown on the stage: page by page, as an image, or by its title alone. */
export type DocumentKind = 'pdf' | 'image' | 'other';

export function kindOf({ mediaType }: Pick<ConferenceDocument, 'mediaType'>): DocumentKind {
  if (mediaType === 'application/pdf') return 'pdf';
  return mediaType.startsWith('image/') ? 'image' : 'other';
}

export interface ListedDocument {
  readonly document: ConferenceDocument;
  readonly isShown: boolean;
  /** Everybody sees the stage, so it can show only documents that everybody may see. */
  readonly mayShow: boolean;
  readonly mayChange: boolean;
}

/** The documents of the meeting that this participant may see, in the order they were added. */
export function documentViews(conference: ConferenceState, own: Participant): readonly ListedDocument[] {
  const { byId, shown } = conference.documents;
  const presents = allowed('document.show', own.role, conference.phase) && mayPresent(conference, own);
  return Object.values(byId)
    .filter((document) => maySee(document, own))
    .toSorted((a, b) => a.addedAt - b.addedAt || (a.id < b.id ? -1 : 1))
    .map((document) => ({
      document,
      isShown: shown?.documentId === document.id,
      mayShow: presents && document.visibleTo === 'all',
      mayChange: allowed('document.remove', own.role, conference.phase),
    }));
}

/** The document on the stage, and what this participant may do with it. */
export interface Presentation {
  readonly document: ConferenceDocument;
  readonly page: number;
  readonly pages: number;
  readonly byName: string;
  readonly mayTurn: boolean;
  readonly mayHide: boolean;
}

export function presentation(conference: ConferenceState, own: Participant): Presentation | undefined {
  const { byId, shown } = conference.documents;
  const document = shown && byId[shown.documentId];
  if (!document) return undefined;
  const presents = mayPresent(conference, own);
  return {
    document,
    page: shown.page,
    pages: document.pages ?? 1,
    byName: conference.participants[shown.by]?.name ?? '',
    mayTurn: presents && allowed('document.show', own.role, conference.phase),
    mayHide: presents && allowed('document.hide', own.role, conference.phase),
  };
}

/** The page that a key or a button leads to; undefined where there is none. */
export function pageBeside({ page, pages }: Presentation, step: -1 | 1): number | undefined {
  const next = page + step;
  return next >= 1 && next <= pages ? next : undefined;
}
