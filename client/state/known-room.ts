import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { z } from 'zod';
import { contact } from '../../protocol/rest/meetings/readiness.ts';
import { remember, remembered } from './remembered.ts';

/** What a room's page says of itself while it cannot ask the server. Holds no secret. */
const knownRoom = z.object({ name: z.string(), siteName: z.string(), support: z.array(contact) });
export type KnownRoom = z.infer<typeof knownRoom>;

const key = 'room';

function read(): KnownRoom | undefined {
  try {
    const parsed = knownRoom.safeParse(JSON.parse(remembered(key) ?? 'null'));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    // Cut short by a power cut, or written by another version of the page.
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

const room = signal(read());

/** The room with which this browser was last paired, and whom it telephones for help. */
export const ownRoom: ReadonlySignal<KnownRoom | undefined> = room;

export function learnRoom(learnt: Partial<KnownRoom>): void {
  const next = { name: '', siteName: '', support: [], ...room.peek(), ...learnt };
  room.value = next;
  remember(key, JSON.stringify(next));
}
