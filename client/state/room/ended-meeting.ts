import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { ConferenceState } from '../../../protocol/state.ts';
import { shapedAs } from '../../signaling/contract/shape.ts';
import { remember, rememberedAs } from '../remembered.ts';

/** A meeting in which this room was when it ended. Holds nothing that the room's screen did not show. */
export interface EndedMeeting {
  readonly id: string;
  readonly title: string;
  readonly endedAtMs: number;
}
const isEndedMeeting = shapedAs<EndedMeeting>({
  fields: { id: 'string', title: 'string', endedAtMs: 'number' },
});

const key = 'ended-meeting';
/** Long enough to read on after the session; the next visitors of the room are not offered its papers. */
const keptMs = 24 * 3_600_000;

const last = signal(rememberedAs(key, isEndedMeeting));

/** The meeting that ended last in this room, whose papers may be read on. */
export const lastEnded: ReadonlySignal<EndedMeeting | undefined> = last;

/** A classified meeting leaves nothing on the screen. */
export function noteEnd(
  id: string,
  { title, classification }: Pick<ConferenceState, 'title' | 'classification'>,
  endedAtMs: number,
): void {
  last.value = classification === 'unclassified' ? { id, title, endedAtMs } : undefined;
  remember(key, last.value && JSON.stringify(last.value));
}

/** Whether the papers of a meeting that ended then are still offered. */
export const isOffered = ({ endedAtMs }: EndedMeeting, nowMs: number): boolean => nowMs < endedAtMs + keptMs;
