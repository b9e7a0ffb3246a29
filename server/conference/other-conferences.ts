import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { SystemCommand } from '../../domain/conference/decide-system.ts';
import { presenceEvents } from '../../protocol/conference/presence.ts';
import { type ConferenceId, id } from '../../protocol/ids.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import type { FollowedConferences } from './followed-conferences.ts';
import type { CommandOutcome, LiveConference } from './live-conference.ts';

/** What one conference may ask of another one when a participant goes from one to the other. */
const askedCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('expect'), sentOver: presenceEvents['participant.sentOver'] }),
  z.strictObject({ type: z.literal('sendBack'), participantId: id, to: id }),
]);
export type AskedCommand = z.infer<typeof askedCommand> & SystemCommand;

/** A live conference, at this process or at another one, as a conference beside it sees it. */
export interface OtherConference {
  readonly id: ConferenceId;
  readonly state: ConferenceState;
  ask(command: AskedCommand): Promise<CommandOutcome>;
}

/** Requests from conference to conference across processes. */
export interface ConferenceRequestRepository {
  /** @returns the id of the request */
  ask(conferenceId: ConferenceId, command: AskedCommand): Promise<string>;
  isDone(id: string): Promise<boolean>;
  /** @returns false where it was done, or removed, before */
  remove(id: string): Promise<boolean>;
  /** Those to these conferences that are not done, in the order in which they were asked. */
  waiting(
    conferenceIds: readonly ConferenceId[],
  ): Promise<readonly { readonly id: string; readonly conferenceId: string; readonly command: unknown }[]>;
}

/** Owners look every second, and clients wait for eight. */
const answeredWithinMs = 5_000;
const lookEveryMs = 100;

/**
 * Reaches the conferences that other control processes lead: reads their states from their logs, and leaves them
 * requests in the database, which their owners carry out within a second.
 */
export class OtherConferences {
  readonly #followed: Pick<FollowedConferences, 'stateOf'>;
  readonly #requests: ConferenceRequestRepository;
  readonly #logger: Logger;
  readonly #answeredWithinMs: number;

  constructor(
    followed: Pick<FollowedConferences, 'stateOf'>,
    requests: ConferenceRequestRepository,
    logger: Logger,
    withinMs = answeredWithinMs,
  ) {
    this.#followed = followed;
    this.#requests = requests;
    this.#logger = logger;
    this.#answeredWithinMs = withinMs;
  }

  /** @returns undefined if the conference is not live */
  async reach(conferenceId: ConferenceId): Promise<OtherConference | undefined> {
    const state = await this.#followed.stateOf(conferenceId);
    return state && { id: conferenceId, state, ask: (command) => this.#ask(conferenceId, state, command) };
  }

  /** Carries out what other processes ask of the conferences that this one leads. */
  async answer(conferences: readonly LiveConference[]): Promise<void> {
    const waiting = await this.#requests.waiting(conferences.map(({ id: each }) => each));
    for (const { id: requestId, conferenceId, command } of waiting) {
      const live = conferences.find((each) => each.id === conferenceId);
      const parsed = askedCommand.safeParse(command);
      if (!parsed.success) {
        this.#logger.error({ conferenceId, err: parsed.error }, 'the request of another server is unknown');
        continue;
      }
      const [outcome] = (await live?.system(parsed.data)) ?? [];
      // Otherwise tried again at the next look, while the other process waits.
      if (outcome?.ok) await this.#requests.remove(requestId);
    }
  }

  async #ask(
    conferenceId: ConferenceId,
    { seq }: ConferenceState,
    command: AskedCommand,
  ): Promise<CommandOutcome> {
    const requestId = await this.#requests.ask(conferenceId, command);
    const givesUpAtMs = performance.now() + this.#answeredWithinMs;
    while (performance.now() < givesUpAtMs) {
      await pause(lookEveryMs);
      if (await this.#requests.isDone(requestId)) return { ok: true, seq };
    }
    const withdrawn = await this.#requests.remove(requestId);
    return withdrawn ? { ok: false, code: 'unavailable' } : { ok: true, seq };
  }
}
