import type { TopicCommand } from '../../../protocol/commands.ts';
import { visibilities } from '../../../protocol/conference/documents.ts';
import type { ConferenceDocument, Visibility } from '../../../protocol/conference/documents.ts';
import type { TopicEvent } from '../../../protocol/events.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { without } from '../changes.ts';
import { accept, refuse } from '../decision.ts';
import type { Decision } from '../decision.ts';
import { hasFloor, isModerator, maySpeak } from '../state.ts';

export function decideDocuments(
  state: ConferenceState,
  command: TopicCommand<'documents'>,
  self: Participant,
): Decision {
  const { byId, shown } = state.documents;
  if (command.type === 'document.hide') {
    if (!shown) return accept();
    return mayPresent(state, self) ? accept({ type: 'document.hidden', payload: {} }) : refuse('forbidden');
  }
  const { documentId } = command.payload;
  const document = byId[documentId];
  if (!document || !maySee(document, self)) return refuse('not-found');
  switch (command.type) {
    case 'document.show': {
      if (!mayPresent(state, self)) {
        return state.locks.screen
          ? refuse('locked-by-moderator')
          : refuse('forbidden', 'the floor is not held');
      }
      // Everybody sees the stage, so everybody must be allowed to see the document.
      if (document.visibleTo !== 'all') return refuse('forbidden', 'not visible to all participants');
      const { page } = command.payload;
      if (page > (document.pages ?? 1)) return refuse('not-found', 'no such page');
      if (shown?.documentId === documentId && shown.page === page) return accept();
      return accept({ type: 'document.shown', payload: { documentId, page } });
    }
    case 'document.setVisibility': {
      const { visibleTo } = command.payload;
      if (visibleTo === document.visibleTo) return accept();
      if (!reachesMore(visibleTo, document.visibleTo)) {
        return accept({ type: 'document.visibilitySet', payload: { documentId, visibleTo } });
      }
      // Participants that could not see the document receive all of its data now.
      const { addedAt: _, ...facts } = document;
      return accept({ type: 'document.added', payload: { ...facts, visibleTo } });
    }
    case 'document.remove':
      return accept({ type: 'document.removed', payload: { documentId } });
    default:
      return command satisfies never;
  }
}

/**
 * Whether a participant may turn the pages that everybody sees: moderators may, and, unless screens are
 * locked, the holders of the slides' seat and of the floor.
 */
export const mayPresent = (state: ConferenceState, self: Participant): boolean =>
  isModerator(self.role) ||
  (!state.locks.screen && (state.stage.slides === self.id || hasFloor(state, self.id)));

export function maySee(
  { visibleTo }: Pick<ConferenceDocument, 'visibleTo'>,
  { role }: Pick<Participant, 'role'>,
): boolean {
  switch (visibleTo) {
    case 'all':
      return true;
    case 'delegates':
      return maySpeak(role);
    case 'moderators':
      return isModerator(role);
    default:
      return visibleTo satisfies never;
  }
}

/** Whether the first audience has members that the second has not. */
const reachesMore = (first: Visibility, second: Visibility): boolean =>
  visibilities.indexOf(first) < visibilities.indexOf(second);

export function foldDocuments(state: ConferenceState, event: TopicEvent<'documents'>): ConferenceState {
  const { byId, shown } = state.documents;
  switch (event.type) {
    case 'document.added': {
      // `addedAt` is the same for everybody, also for participants that receive the document only now that
      // all may see it.
      const added = { ...event.payload, addedAt: event.at };
      return { ...state, documents: { shown, byId: { ...byId, [added.id]: added } } };
    }
    case 'document.shown': {
      const { documentId, page } = event.payload;
      return event.by === null
        ? state
        : { ...state, documents: { byId, shown: { documentId, page, by: event.by } } };
    }
    case 'document.hidden':
      return { ...state, documents: { byId, shown: null } };
    case 'document.visibilitySet': {
      const { documentId, visibleTo } = event.payload;
      const document = byId[documentId];
      const stillShown = visibleTo === 'all' || shown?.documentId !== documentId ? shown : null;
      const changed = document ? { ...byId, [documentId]: { ...document, visibleTo } } : byId;
      return { ...state, documents: { byId: changed, shown: stillShown } };
    }
    case 'document.removed': {
      const { documentId } = event.payload;
      return {
        ...state,
        documents: {
          byId: without(byId, documentId),
          shown: shown?.documentId === documentId ? null : shown,
        },
      };
    }
    default:
      return event satisfies never;
  }
}
