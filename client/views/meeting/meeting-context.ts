import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Rest } from '../../signaling/rest.ts';

/** The meeting on the screen, and the way to its REST side. */
export interface Meeting {
  readonly meetingId: string;
  readonly rest: Rest;
}

const context = createContext<Meeting | undefined>(undefined);
export const MeetingProvider = context.Provider;

export function useMeeting(): Meeting {
  const meeting = useContext(context);
  if (!meeting) throw new Error('outside a meeting');
  return meeting;
}
