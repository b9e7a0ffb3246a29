import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PagePictureCache } from '../../state/documents/page-pictures.ts';
import type { Rest } from '../../signaling/rest.ts';

/** The meeting on the screen, its REST client, the fetched pages of its documents, and what one may do with it. */
export interface MeetingOfPage {
  readonly meetingId: string;
  readonly rest: Rest;
  readonly pictures: PagePictureCache;
  /** Whether this account plans the meeting, and so may invite to it. */
  readonly mayPlan: boolean;
}

const context = createContext<MeetingOfPage | undefined>(undefined);
export const MeetingProvider = context.Provider;

export function useMeeting(): MeetingOfPage {
  const meeting = useContext(context);
  if (!meeting) throw new Error('outside a meeting');
  return meeting;
}
