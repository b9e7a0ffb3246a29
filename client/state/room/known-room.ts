import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { shapedAs } from '../../signaling/contract/shape.ts';
import { remember, rememberedAs } from '../remembered.ts';

/** What a room's page says of itself while it cannot ask the server. Holds no secret. */
export interface KnownRoom {
  readonly name: string;
  readonly siteName: string;
  readonly support: readonly { readonly name: string; readonly phone: string }[];
}
const isKnownRoom = shapedAs<KnownRoom>({
  fields: {
    name: 'string',
    siteName: 'string',
    support: { list: { fields: { name: 'string', phone: 'string' } } },
  },
});

const key = 'room';

const room = signal(rememberedAs(key, isKnownRoom));

/** The room with which this browser was last paired, and the contacts that it calls for help. */
export const ownRoom: ReadonlySignal<KnownRoom | undefined> = room;

export function learnRoom(learnt: Partial<KnownRoom>): void {
  const next = { name: '', siteName: '', support: [], ...room.peek(), ...learnt };
  room.value = next;
  remember(key, JSON.stringify(next));
}
