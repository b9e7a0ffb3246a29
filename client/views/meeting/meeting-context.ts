import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PagePictures } from '../../state/page-pictures.ts';
import type { Rest } from '../../signaling/rest.ts';

/** The meeting on the screen, its REST client, and the fetched pages of its documents. */
export interface Meeting {
  readonly meetingId: string;
  readonly rest: Rest;
  readonly pictures: PagePictures;
}

const context = createContext<Meeting | undefined>(undefined);
export const MeetingProvider = context.Provider;

export function useMeeting(): Meeting {
  const meeting = useContext(context);
  if (!meeting) throw new Error('outside a meeting');
  return meeting;
}
