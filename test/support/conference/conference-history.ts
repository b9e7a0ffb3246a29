import { v5 as idFrom } from 'uuid';
import type { Command } from '../../../protocol/commands.ts';
import type { Target } from '../../../protocol/conference/contract.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import type { PreparedSpeaker } from '../../../protocol/conference/script.ts';
import type { EventPayload, LoggedEvent } from '../../../protocol/events.ts';
import type { Role } from '../../../protocol/roles.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { decideSystem } from '../../../domain/conference/decide-system.ts';
import type { SystemCommand } from '../../../domain/conference/decide-system.ts';
import { decide } from '../../../domain/conference/decide.ts';
import type { BallotBox, Decision, Limits } from '../../../domain/conference/decision.ts';
import { evolve } from '../../../domain/conference/evolve.ts';
import { planned } from '../../../domain/conference/state.ts';
import { offerDeadline } from '../../../domain/conference/topics/private-words.ts';
import { showingFor } from '../../../domain/media/plan.ts';
import type { MediaPlan, MediaWorld, Receiver } from '../../../domain/media/plan.ts';
import type { Layer } from '../../../domain/media/layer.ts';
import { streamKey } from '../../../domain/media/sources.ts';
import type { StreamKey } from '../../../domain/media/sources.ts';
import type { MediaLimits } from '../../../server/media/reconciler.ts';
import { source } from '../../../protocol/media.ts';

const namespace = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
export const idNamed = (name: string): string => idFrom(name, namespace);

export const province = idNamed('tỉnh');
export const districts = [idNamed('huyện Yên Lạc'), idNamed('huyện Bình Xuyên')] as const;

/**
 * A participant whose ids are derived from its name, so that a failing test prints the same ids each time.
 */
export function participantNamed(name: string, as: Role = 'delegate', district?: string): Identity {
  const siteId = as === 'delegate' ? idNamed(`site of ${name}`) : null;
  return {
    id: idNamed(name),
    kind: 'endpoint',
    name,
    siteId,
    siteName: 'Tỉnh Vĩnh Phúc',
    sitePath: siteId === null ? [province] : [province, district ?? districts[0], siteId],
    levelId: siteId === null ? null : 'commune',
    role: as,
  };
}

export type Step =
  { readonly command: Command; readonly actor: Identity } | { readonly system: SystemCommand };

export const roomy: Limits = { participants: 1000 };

/** Hides votes from nobody, so that a test can look into the box. */
export const glassBox: BallotBox = { seal: (_, content) => content, open: (_, sealed) => sealed };

type Item = ConferenceState['agenda']['items'][number];
const itemTitled = (title: string): Item => ({
  id: idNamed(title),
  title,
  plannedMinutes: 15,
  speakers: [],
});
/** The agenda of every test. */
export const items: [Item, Item, Item] = [
  itemTitled('Khai mạc'),
  itemTitled('Báo cáo'),
  itemTitled('Thảo luận'),
];

/** The speakers of a script, in this order. */
export const preparedFor = (speakers: readonly Identity[], minutes: number | null): PreparedSpeaker[] =>
  speakers.map(({ id: participantId, name, siteName }) => ({ participantId, name, siteName, minutes }));

export const opening = (
  admission: ConferenceState['admission'] = 'open',
): SystemCommand & { type: 'open' } => ({
  type: 'open',
  title: 'Họp giao ban',
  classification: 'unclassified',
  admission,
  needsChair: false,
  startsAt: 1_700_000_000_000,
  endsAt: 1_700_007_200_000,
  agenda: items,
  microphonePolicy: 'floor',
  floor: { turnMs: 300_000, unitBudgetMs: null, warnBeforeMs: 30_000, handsBack: true },
});

export const pdf = (
  title: string,
  more: Partial<EventPayload<'document.added'>> = {},
): EventPayload<'document.added'> => ({
  id: idNamed(title),
  title,
  mediaType: 'application/pdf',
  bytes: 1000,
  pages: 3,
  visibleTo: 'all',
  ...more,
});

/**
 * A conference under a test's control: the same decide → place → evolve as the server, with its own clock.
 */
export class History {
  readonly events: LoggedEvent[] = [];
  readonly limits: Limits;
  readonly box: BallotBox;
  state: ConferenceState;
  now = 1_700_000_000_000;

  constructor(limits: Limits = roomy, state: ConferenceState = planned, box: BallotBox = glassBox) {
    this.limits = limits;
    this.state = state;
    this.box = box;
  }

  take(step: Step): Decision {
    if ('system' in step) {
      return this.#keep(null, { ok: true, events: decideSystem(this.state, step.system, this.now) });
    }
    const context = { now: this.now, limits: this.limits, box: this.box };
    return this.#keep(step.actor.id, decide(this.state, step.command, step.actor, context));
  }

  command(actor: Identity, type: Command['type'], payload: object = {}): Decision {
    // Tests write commands as a client would; the protocol's own tests check their types.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return this.take({ actor, command: { type, payload } as Command });
  }

  open(
    admission: ConferenceState['admission'] = 'open',
    facts: Partial<EventPayload<'conference.opened'>> = {},
  ): this {
    this.take({ system: { ...opening(admission), ...facts } });
    return this;
  }

  join(...actors: readonly Identity[]): this {
    for (const actor of actors) this.command(actor, 'join');
    return this;
  }

  /** Advances the clock, and lets the server's timers act on it. */
  wait(ms: number): this {
    this.now += ms;
    this.take({ system: { type: 'floorTime' } });
    if ((offerDeadline(this.state) ?? Infinity) <= this.now) this.take({ system: { type: 'offerTime' } });
    return this;
  }

  participant({ id }: Pick<Identity, 'id'>): Participant {
    const found = this.state.participants[id];
    if (!found) throw new Error('it is not there');
    return found;
  }

  /** The types of the events after `seq`. */
  since(seq: number): readonly string[] {
    return this.events.slice(seq).map(({ type }) => type);
  }

  #keep(by: string | null, decision: Decision): Decision {
    this.now += 1;
    if (!decision.ok) return decision;
    for (const event of decision.events) {
      const logged = { seq: this.state.seq + 1, at: this.now, by, ...event };
      this.state = evolve(this.state, logged);
      this.events.push(logged);
    }
    return decision;
  }
}

export const codeOf = (decision: Decision): string => (decision.ok ? 'ok' : decision.code);
export const typesOf = (decision: Decision): readonly string[] =>
  decision.ok ? decision.events.map(({ type }) => type) : [];

export const participants = (...participantIds: readonly string[]): Target => ({
  kind: 'participants',
  participantIds: [...participantIds],
});
export const everybody: Target = { kind: 'all' };

/** A world in which every participant offers and can receive everything, allowed or not. */
export function fullWorld(state: ConferenceState): MediaWorld {
  const ids = Object.keys(state.participants);
  return {
    streams: new Map(
      ids.flatMap((id, index) =>
        source.options.map((each) => [streamKey(id, each), `w${index % 2}`] as const),
      ),
    ),
    receivers: new Map(ids.map((id, index) => [id, receiverOn(`w${index % 2}`)])),
    heard: [],
  };
}

/** A connection with enough bandwidth for the whole stage. */
export const receiverOn = (workerId: string): Receiver => ({
  workerId,
  view: { kind: 'stage' },
  audioOnly: false,
  lineBps: Infinity,
  packetsPerS: Infinity,
});

/** The streams that each participant receives by a plan, with their layers. */
export const sentBy = (desired: MediaPlan): ReadonlyMap<string, ReadonlyMap<StreamKey, Layer>> =>
  new Map(
    [...desired.screens.keys()].map((id) => [
      id,
      new Map(
        [...showingFor(desired, id)]
          .filter(([, { owner, warm }]) => owner !== id && !warm)
          .map(([key, { layer }]) => [key, layer]),
      ),
    ]),
  );

export const planLimits: MediaLimits = {
  loudestMicrophones: 3,
  warmSpeakers: 3,
  layers: { large: 2, half: 1, small: 1, thumb: 0 },
  rates: { camera: [150_000, 500_000, 1_500_000], screen: 2_500_000 },
  slots: { audio: 8, video: 16 },
};

/** A camera's picture at each spatial layer. */
export const pictures = [180, 360, 720].map((height) => ({ height, framesPerS: 25 }));

/** What a conference keeps of a participant that has joined, and did nothing since. */
export const justJoined = {
  presence: 'present',
  microphone: 'muted',
  asked: false,
  cameraHeld: false,
  acting: null,
  movedTo: null,
  wasIn: true,
  mayReturn: false,
  since: 1,
} as const satisfies Partial<Participant>;

/** A room of the district Yên Lạc that has joined. */
export const roomNumbered = (n: number, name: string, fields: Partial<Participant> = {}): Participant => ({
  id: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
  kind: 'endpoint',
  name,
  siteId: null,
  siteName: 'Huyện Yên Lạc',
  sitePath: [],
  levelId: null,
  role: 'delegate',
  ...justJoined,
  ...fields,
});
