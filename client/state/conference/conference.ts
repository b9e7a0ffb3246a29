import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { abridged, countPresent, withPeople } from '../../../domain/conference/abridged.ts';
import { evolve } from '../../../domain/conference/evolve.ts';
import { planned } from '../../../domain/conference/state.ts';
import type { CommandType, JoinResult } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import type { ErrorCode, WireError } from '../../../protocol/errors.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import { firstSeq } from '../../../protocol/events.ts';
import type { LoggedEvent } from '../../../protocol/events.ts';
import type { HeldMedia, JoinedMedia, MediaStopped, MediaUpdate } from '../../../protocol/media.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import type { RequestPayload } from '../../../protocol/requests.ts';
import type { LobbyNews, RosterNews } from '../../../protocol/socket.ts';
import type { Ask } from '../../signaling/requests.ts';
import { DeviceStates } from './device-states.ts';
import { Qualities } from './qualities.ts';
import { ServerClock } from './server-clock.ts';

/** Why a page is no longer in its conference. */
export type Farewell =
  | 'ended'
  | 'left'
  | 'removed'
  | 'moved'
  | 'seat-taken-over'
  | 'signed-out'
  | 'not-invited'
  | 'not-cleared'
  | 'outdated'
  | 'refused';

/** A page's position in its conference. */
export type JoinStatus =
  | { readonly kind: 'connecting' }
  /** Refused for now, and tried again: not open yet, locked, full. */
  | { readonly kind: 'held-off'; readonly code: ErrorCode }
  | ({ readonly kind: 'lobby' } & LobbyNews)
  | { readonly kind: 'joined' }
  | { readonly kind: 'reconnecting' }
  /** `to` is the meeting that this participant was moved to. */
  | { readonly kind: 'over'; readonly farewell: Farewell; readonly to?: string };

export interface Channel {
  readonly request: Ask;
  /** Gives up the connection and makes another after a pause. */
  restart(): void;
  close(): void;
}

/** What the store tells this participant's media. */
export interface MediaPort {
  /** What still goes on after the connection was lost. */
  held(): HeldMedia | undefined;
  open(joined: JoinedMedia): Promise<void>;
  update(update: MediaUpdate): Promise<void>;
  /** There is no server to ask until the next `open`. Media that still flows may continue. */
  suspend(): void;
  lost(): void;
  moving(): void;
  stopped(stopped: MediaStopped): void;
  close(): void;
}

/**
 * A conference as this participant sees it: the fold of its events by the same rules as on the
 * server, and this page's position in it. It listens to a connection (`ConnectionListener`) and
 * knows nothing of the screen.
 */
export class ConferenceStore {
  readonly #conference = signal<ConferenceState>(planned);
  readonly #identity = signal<Identity | undefined>(undefined);
  readonly #standing = signal<JoinStatus>({ kind: 'connecting' });
  readonly #refusal = signal<WireError | undefined>(undefined);
  readonly #channel: Channel;
  readonly #media: MediaPort;
  /** The server's time, for every countdown and the clock on the screen. */
  readonly clock: ServerClock;
  readonly qualities: Qualities;
  readonly devices: DeviceStates;
  #joining = false;
  /** This participant's role has changed, and with it what the page may see: it needs a new snapshot. */
  #outgrown = false;
  /** Batches that arrived during a join: they are folded after its answer. */
  #early: readonly Batch[] = [];
  readonly #needsRoster: boolean;
  /** Whether the page receives every participant at present. */
  readonly #withRoster = signal(false);
  readonly #present = signal(0);

  /** This participant in the conference's state; undefined before the first join. */
  readonly own: ReadonlySignal<Participant | undefined> = computed(() => {
    const identity = this.#identity.value;
    return identity && this.#conference.value.participants[identity.id];
  });

  /**
   * @param withRoster whether to receive every participant; without it, only those that the stage shows,
   *   unless this participant is the chair
   * @param clock a server clock that has already been set, if there is one
   */
  constructor(
    channel: Channel,
    media: MediaPort,
    { withRoster, clock = new ServerClock() }: { readonly withRoster: boolean; readonly clock?: ServerClock },
  ) {
    this.#channel = channel;
    this.#needsRoster = withRoster;
    this.qualities = new Qualities(channel.request);
    this.#media = media;
    this.clock = clock;
    this.devices = new DeviceStates(channel.request, clock);
  }

  get conference(): ReadonlySignal<ConferenceState> {
    return this.#conference;
  }

  /** How many participants are seated in the conference. */
  readonly present: ReadonlySignal<number> = computed(() =>
    this.#withRoster.value ? countPresent(this.#conference.value) : this.#present.value,
  );

  get identity(): ReadonlySignal<Identity | undefined> {
    return this.#identity;
  }

  get standing(): ReadonlySignal<JoinStatus> {
    return this.#standing;
  }

  /** The refusal of the last command, for the screen to show. */
  get refusal(): ReadonlySignal<WireError | undefined> {
    return this.#refusal;
  }

  /**
   * Sends a command; its effect arrives as events. A refusal is shown. Returns whether
   * the command was accepted.
   */
  async command<T extends CommandType>(type: T, payload: RequestPayload<T>): Promise<boolean> {
    this.#refusal.value = undefined;
    const answer = await this.#channel.request(type, payload);
    if (!answer.ok) this.#refusal.value = answer.error;
    return answer.ok;
  }

  forgetRefusal(): void {
    this.#refusal.value = undefined;
  }

  /** Leaves for good. */
  async leave(): Promise<void> {
    if (this.#standing.value.kind === 'joined') await this.#channel.request('leave', {});
    this.#finish('left');
  }

  /** The meeting is over; the page has learnt this from another source than the log. */
  ended(): void {
    this.#finish('ended');
  }

  connected(): void {
    void this.#join();
  }

  /** A moderator has sent this participant to another live meeting. */
  moved(to: string): void {
    this.#finish('moved', to);
  }

  lost(): void {
    this.clock.restart();
    this.#early = [];
    this.#media.suspend();
    if (this.#standing.value.kind !== 'over') this.#standing.value = { kind: 'reconnecting' };
  }

  events(events: readonly LoggedEvent[], roster?: RosterNews): void {
    const last = events.at(-1);
    if (last) this.clock.heard(last.at);
    const batch = { events, ...(roster && { roster }) };
    if (this.#joining) this.#early = [...this.#early, batch];
    else this.#fold(batch);
  }

  admitted(): void {
    void this.#join();
  }

  lobby(news: LobbyNews): void {
    if (this.#standing.value.kind === 'lobby') this.#standing.value = { kind: 'lobby', ...news };
  }

  media(update: MediaUpdate): Promise<void> {
    return this.#media.update(update);
  }

  mediaLost(): void {
    this.#media.lost();
  }

  mediaMoving(): void {
    this.#media.moving();
  }

  mediaStopped(stopped: MediaStopped): void {
    this.#media.stopped(stopped);
  }

  failed(error: WireError): boolean {
    if (this.#standing.value.kind === 'over') return false;
    const farewell = farewellOf(error, this.#conference.value);
    if (farewell) {
      this.#finish(farewell);
      return false;
    }
    if (error.code === 'too-fast') this.#refusal.value = error;
    // A participant that was in the conference sees "reconnecting"; any other sees why it has to wait.
    this.#standing.value = this.own.value ? { kind: 'reconnecting' } : { kind: 'held-off', code: error.code };
    return true;
  }

  /** Takes the place in the conference, together with everything missed since. */
  async #join(): Promise<void> {
    if (this.#joining) return;
    this.#joining = true;
    const { seq } = this.#conference.value;
    const roster = this.#wantsRoster();
    const media = this.#media.held();
    const answer = await this.#channel.request('join', {
      ...(seq > 0 && !this.#outgrown && { since: seq }),
      ...(roster && { roster }),
      ...(media && { media }),
    });
    this.#joining = false;
    const early = this.#early;
    this.#early = [];
    if (this.#standing.value.kind === 'over') return;
    if (!answer.ok) {
      if (this.failed(answer.error)) this.#channel.restart();
      return;
    }
    this.#withRoster.value = roster;
    this.#take(answer.result);
    for (const batch of early) this.#fold(batch);
    if (this.#wantsRoster() === roster || this.#standing.value.kind !== 'joined') return;
    // The answer has told that this participant is the chair, who needs the roster.
    this.#outgrown = true;
    void this.#join();
  }

  /** A chair sees who asks to speak and how the voting goes, in a room as at a desk. */
  #wantsRoster(): boolean {
    return this.#needsRoster || this.own.value?.role === 'chair';
  }

  #take(result: JoinResult): void {
    this.#identity.value = result.self;
    switch (result.outcome) {
      case 'waiting':
        this.#conference.value = { ...planned, title: result.title };
        this.#standing.value = { kind: 'lobby', awaitsChair: result.awaitsChair };
        return;
      case 'joined':
        this.#conference.value = result.snapshot;
        this.#present.value = result.present;
        this.#outgrown = false;
        this.clock.past(latest(result.snapshot));
        break;
      case 'resumed':
        this.#fold({ events: result.events });
        break;
      default:
        return result satisfies never;
    }
    // One of the events may have closed the conference.
    if (this.#standing.value.kind === 'over') return;
    this.#standing.value = { kind: 'joined' };
    this.devices.restart();
    void this.#media.open(result.media);
  }

  /** Folds new events. A gap is never skipped: it is filled by joining again. */
  #fold({ events, roster }: Batch): void {
    const { value: identity } = this.#identity;
    const before = this.#conference.value;
    let state = before;
    let gap = false;
    for (const event of events) {
      if (event.seq <= state.seq) continue;
      gap = firstSeq(event) > state.seq + 1;
      if (gap) break;
      state = evolve(state, event);
      if (event.type === 'role.given' && event.payload.participantId === identity?.id) this.#outgrown = true;
    }
    if (roster && identity && state.seq > before.seq) {
      const known = withPeople(state, roster.people);
      state = abridged(known, known.participants[identity.id] ?? identity);
      this.#present.value = roster.present;
    }
    this.#conference.value = state;
    if (state.phase === 'closed') this.#finish('ended');
    else if (identity && state.participants[identity.id]?.presence === 'removed') this.#finish('removed');
    else if (gap || this.#outgrown) void this.#join();
  }

  #finish(farewell: Farewell, to?: string): void {
    if (this.#standing.value.kind === 'over') return;
    this.#standing.value = { kind: 'over', farewell, ...(to !== undefined && { to }) };
    this.#media.close();
    this.#channel.close();
  }
}

/** The content of one message. */
interface Batch {
  readonly events: readonly LoggedEvent[];
  readonly roster?: RosterNews;
}

/** The permanent meaning of a failure; undefined where trying again may help. */
function farewellOf({ code }: WireError, state: ConferenceState): Farewell | undefined {
  if (code === 'removed' || code === 'moved' || code === 'seat-taken-over') return code;
  if (code === 'not-invited' || code === 'not-cleared') return code;
  if (code === 'unauthenticated') return 'signed-out';
  if (code === 'invalid-request') return 'outdated';
  if (code === 'not-live') return state.phase === 'closed' ? 'ended' : undefined;
  return errors[code].retryable ? undefined : 'refused';
}

/** The latest time in a state, epoch ms. */
const latest = ({ participants, floor, agenda, startedAt }: ConferenceState): number =>
  Math.max(
    startedAt ?? 0,
    floor.holder?.since ?? 0,
    agenda.current?.since ?? 0,
    ...Object.values(participants).map(({ since }) => since),
  );
