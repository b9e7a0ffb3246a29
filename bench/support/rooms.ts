import { z } from 'zod';
import { loadClips } from '../../simulation/clip.ts';
import { Pacer } from '../../simulation/pacer.ts';
import { SyntheticRoom } from '../../simulation/room.ts';
import type { RoomOptions } from '../../simulation/room.ts';
import type { CommandType } from '../../protocol/commands.ts';
import type { RequestPayload } from '../../protocol/requests.ts';
import { passFor, plannerOf } from '../../test/support/passes.ts';
import type { PassHolder } from '../../test/support/passes.ts';

const shared = { clips: loadClips(), pacer: new Pacer() };

export type Options = Partial<Omit<RoomOptions, 'url' | 'token'>>;

/** A meeting, and those whom it invites, its chair and its secretary first. */
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

/** A meeting whose conference is live, and the rooms that it invites; they come with passes as the server signs them. */
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

  /** As many, all at once live in one service, and all of the same rooms. */
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

  /** As many, each with rooms of its own. */
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

  /** How many it invites beside those who lead. */
  get rooms(): number {
    return this.#rooms.length;
  }

  /** For another process, which may reach the server at another address. */
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

  /** Is on its way in, by the room's number or as who leads; one that nobody waits for says in its figures what failed. */
  enter(who: number | 'chair' | 'secretary', options: Options = {}): SyntheticRoom {
    const guest = typeof who === 'number' ? this.#rooms[who] : this.#leaders[who];
    if (!guest) throw new Error(`there is no room ${who}`);
    const token = (): Promise<string> => Promise.resolve(passFor(this.id, guest));
    return new SyntheticRoom({ ...shared, follows: false, ...options, url: this.#url, token });
  }

  /** The chair comes first, begins the session, and follows it. */
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

/** Gives a command that must be taken. */
export async function told<T extends CommandType>(
  by: SyntheticRoom,
  type: T,
  payload: RequestPayload<T>,
): Promise<void> {
  const answer = await by.command(type, payload);
  if (!answer.ok) throw new Error(`${type}: ${answer.error.code} ${answer.error.detail ?? ''}`);
}

/** Whatever failed at any of the rooms, each kind once with how often. */
export function failuresOf(rooms: readonly SyntheticRoom[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { code, detail = '' } of rooms.flatMap(({ figures }) => figures.errors)) {
    const what = `${code} ${detail}`.trim();
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].map(([what, count]) => `${count} × ${what}`);
}

/** Each comes a moment after the one before, all within the time. */
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
