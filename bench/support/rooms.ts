import { z } from 'zod';
import { loadClips } from '../../simulation/clip.ts';
import { Pacer } from '../../simulation/pacer.ts';
import { SyntheticRoom } from '../../simulation/room.ts';
import type { RoomOptions } from '../../simulation/room.ts';
import type { CommandType } from '../../protocol/commands.ts';
import type { RequestPayload } from '../../protocol/requests.ts';
import { passFor, plannerOf } from '../../test/support/conference/passes.ts';
import type { PassHolder } from '../../test/support/conference/passes.ts';

const shared = { clips: loadClips(), pacer: new Pacer() };

export type Options = Partial<Omit<RoomOptions, 'url' | 'token'>>;

/** A meeting and its invitees, the chair and the secretary first. */
export const savedMeeting = z.object({
  id: z.uuid(),
  guests: z.array(
    z.object({
      identity: z.object({ id: z.uuid(), kind: z.enum(['endpoint', 'account']) }),
      sessionId: z.uuid(),
    }),
  ),
});
export type SavedMeeting = z.infer<typeof savedMeeting>;

/** A meeting whose conference is live, and its invited rooms. Passes are signed as the server signs them. */
export class Meeting {
  readonly #url: string;
  readonly #leaders: Readonly<Record<'chair' | 'secretary', PassHolder>>;
  readonly #rooms: readonly PassHolder[];
  readonly id: string;

  private constructor(url: string, id: string, [chair, secretary, ...rooms]: readonly PassHolder[]) {
    if (!chair || !secretary) throw new Error('nobody leads');
    this.#url = url;
    this.id = id;
    this.#leaders = { chair, secretary };
    this.#rooms = rooms;
  }

  static async open(url: string, rooms: number): Promise<Meeting> {
    const [meeting] = await Meeting.openMany(url, 1, rooms);
    if (!meeting) throw new Error('one meeting was asked for');
    return meeting;
  }

  /** Opens `count` meetings, all live at the same time in one service, with the same rooms. */
  static async openMany(url: string, count: number, rooms: number): Promise<readonly Meeting[]> {
    const planner = await plannerOf(url);
    const guests = await planner.rooms(wanted(rooms));
    const meetings: Meeting[] = [];
    while (meetings.length < count) {
      const id = await planner.opened();
      await planner.invite(id, guests);
      meetings.push(new Meeting(url, id, guests));
    }
    return meetings;
  }

  /** Opens `count` meetings, each with rooms of its own. */
  static async openApart(url: string, count: number, rooms: number): Promise<readonly Meeting[]> {
    const planner = await plannerOf(url);
    const meetings: Meeting[] = [];
    while (meetings.length < count) {
      const guests = await planner.rooms(wanted(rooms, ` ${meetings.length}`));
      const id = await planner.opened();
      await planner.invite(id, guests);
      meetings.push(new Meeting(url, id, guests));
    }
    return meetings;
  }

  /** The number of invited rooms, without the chair and the secretary. */
  get rooms(): number {
    return this.#rooms.length;
  }

  /** Data for another process, which may reach the server at another address. */
  get saved(): SavedMeeting {
    const { chair, secretary } = this.#leaders;
    const guests = [chair, secretary, ...this.#rooms].map(({ identity: { id, kind }, sessionId }) => ({
      identity: { id, kind },
      sessionId,
    }));
    return { id: this.id, guests };
  }

  static restored(url: string, { id, guests }: SavedMeeting): Meeting {
    return new Meeting(url, id, guests);
  }

  /**
   * Starts to join, as the room of this number, as chair or as secretary. A room whose join is not awaited
   * reports a failure in its figures.
   */
  enter(who: number | 'chair' | 'secretary', options: Options = {}): SyntheticRoom {
    const guest = typeof who === 'number' ? this.#rooms[who] : this.#leaders[who];
    if (!guest) throw new Error(`there is no room ${who}`);
    const token = (): Promise<string> => Promise.resolve(passFor(this.id, guest));
    return new SyntheticRoom({ ...shared, follows: false, ...options, url: this.#url, token });
  }

  /** Joins as the chair, starts the session, and follows its events. */
  async begin(options: Options = {}): Promise<SyntheticRoom> {
    const chair = this.enter('chair', { follows: true, ...options });
    await chair.joined;
    await told(chair, 'conference.start', {});
    return chair;
  }
}

const wanted = (rooms: number, of = '') => [
  { name: `chủ tọa${of}`, role: 'chair' as const },
  { name: `thư ký${of}`, role: 'secretary' as const },
  ...Array.from({ length: rooms }, (_, index) => ({ name: `xã ${index}${of}` })),
];

/**
 * Sends a command that must succeed.
 * @throws Error where the server refuses it
 */
export async function told<T extends CommandType>(
  by: SyntheticRoom,
  type: T,
  payload: RequestPayload<T>,
): Promise<void> {
  const answer = await by.command(type, payload);
  if (!answer.ok) throw new Error(`${type}: ${answer.error.code} ${answer.error.detail ?? ''}`);
}

/** All failures of the rooms, each kind once with its count. */
export function failuresOf(rooms: readonly SyntheticRoom[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { code, detail = '' } of rooms.flatMap(({ figures }) => figures.errors)) {
    const what = `${code} ${detail}`.trim();
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].map(([what, count]) => `${count} × ${what}`);
}

/** Calls `act` for each item, evenly spread over the time. */
export async function spread<Item>(
  items: readonly Item[],
  withinMs: number,
  act: (item: Item, index: number) => void,
): Promise<void> {
  const begunMs = performance.now();
  for (const [index, item] of items.entries()) {
    const waitMs = begunMs + (index * withinMs) / items.length - performance.now();
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
    act(item, index);
  }
}
