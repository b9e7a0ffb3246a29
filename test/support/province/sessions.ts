import type { Identity } from '../../../protocol/conference/presence.ts';
import type { PlannedSession } from './shared-database.ts';

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const between = (random: () => number, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1));

export function anyOf<T>(random: () => number, of: readonly T[]): T {
  const chosen = of[Math.floor(random() * of.length)];
  if (chosen === undefined) throw new RangeError('nothing to choose from');
  return chosen;
}

export function anyId(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** A unit of the province. */
export interface Unit {
  readonly id: string;
  /** The district of its line; the province itself is one, too. */
  readonly place: string;
  /** Its id and those above it, nearest first. */
  readonly path: readonly string[];
}

/** A hall, wherever it sits in a session. */
export interface Hall {
  readonly id: string;
  readonly unit: Unit;
}

export interface Period {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

export interface SessionToBe {
  readonly session: PlannedSession;
  readonly halls: readonly { readonly identity: Identity; readonly unit: Unit }[];
}

const identityOf = ({ id, unit }: Hall, isChair: boolean): Identity => ({
  id,
  kind: 'endpoint',
  name: `Hội trường ${id.slice(-4)}`,
  siteId: unit.id,
  siteName: unit.place,
  sitePath: unit.path.toReversed(),
  levelId: 'commune',
  role: isChair ? 'chair' : 'delegate',
});

/**
 * The sessions of one half of a day, in which each hall sits in one: few large ones of the province, some of
 * districts, many small ones of communes.
 */
export function planSessions(
  random: () => number,
  halls: readonly Hall[],
  province: Unit,
  { startsAtMs, endsAtMs }: Period,
): readonly SessionToBe[] {
  const waiting = new Map<string, Hall[]>();
  for (const hall of halls) waiting.set(hall.unit.place, [...(waiting.get(hall.unit.place) ?? []), hall]);
  const planned: SessionToBe[] = [];
  const plan = (unit: Unit, present: readonly Hall[]): void => {
    const id = anyId(random);
    planned.push({
      session: {
        id,
        title: 'Họp giao ban',
        classification: 'unclassified',
        admission: 'open',
        needsChair: false,
        startsAtMs: startsAtMs + between(random, 0, 600_000),
        endsAtMs: endsAtMs - between(random, 0, 600_000),
        agenda: [],
        sitePath: unit.path,
        expected: present.length,
      },
      halls: present.map((hall, index) => ({ identity: identityOf(hall, index === 0), unit: hall.unit })),
    });
  };
  // Every tenth hall is in a session of the whole province.
  const ofProvince = [...waiting.values()].flatMap((own) => own.splice(0, Math.ceil(own.length / 10)));
  while (ofProvince.length > 0) plan(province, ofProvince.splice(0, between(random, 150, 350)));
  for (const own of waiting.values()) {
    while (own.length > 0) {
      const isLarge = random() < 0.15;
      const present = own.splice(0, isLarge ? between(random, 50, 140) : between(random, 6, 30));
      const [first] = present;
      if (first) plan(first.unit, present);
    }
  }
  return planned;
}
