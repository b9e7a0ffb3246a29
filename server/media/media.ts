import type { Logger } from 'pino';
import { pictureCosts } from '../../domain/media/budget.ts';
import type { WorkerId } from '../../domain/media/links.ts';
import { bandOf } from '../../domain/media/quality.ts';
import type { ExpectedPicture, QualityBand } from '../../domain/media/quality.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { IceServers, JoinedMedia } from '../../protocol/media.ts';
import type { RequestTiming } from './bridge-requests.ts';
import { defaultTiming } from './bridge-requests.ts';
import type { OpenConferenceMedia } from './conference-media.ts';
import { LiveMedia } from './live-media.ts';
import type { Bridges, Taken } from './media-bridge.ts';
import { Placements } from './placing/placements.ts';
import { rebalance } from './placing/rebalancing.ts';
import type { MediaLimits } from './reconciler.ts';

export interface MediaOptions {
  readonly bridges: Bridges;
  /** Where the bridges are chosen by what is on them already. */
  readonly placements?: Placements;
  readonly limits: MediaLimits;
  /** What a camera's picture is at each spatial layer. */
  readonly pictures: readonly ExpectedPicture[];
  /** How many packets one worker can send in a second. */
  readonly packetsPerS: number;
  /** Sent to every client that joins, together with what the routers can forward. */
  readonly encodings: JoinedMedia['encodings'];
  /** The TURN servers for one participant, with credentials of its own. */
  readonly iceServers: (participantId: ParticipantId) => IceServers;
  readonly allowPlainRtp: boolean;
  readonly logger: Logger;
  /** Monotonic clock for the retries, in ms. */
  readonly now?: () => number;
  readonly timing?: RequestTiming;
}

export interface MediaFigures {
  /** Conferences that have media open. */
  readonly conferences: number;
  /** Participants by the worker that serves them. */
  readonly participants: Readonly<Record<WorkerId, number>>;
  /** Participants by the quality of what they receive, from the scores of their last reports. */
  readonly quality: Readonly<Record<'audio' | 'video', Readonly<Record<QualityBand, number>>>>;
  /** Requests that failed at the bridge and wait for a retry. */
  readonly failing: number;
}

export interface Media extends AsyncDisposable {
  readonly open: OpenConferenceMedia;
  stats(): MediaFigures;
  /** What the participants of this process's conferences take of a worker. */
  takenOf(workerId: WorkerId): Taken;
}

/** How often the workers are checked for participants that should move. */
const rebalanceEveryMs = 500;

/** The media of all conferences that this process hosts. */
export function createMedia(options: MediaOptions): Media {
  const { bridges, limits, now = () => performance.now(), packetsPerS, timing = defaultTiming } = options;
  const live = new Set<LiveMedia>();
  const [largest] = pictureCosts(limits.rates, limits.loudestMicrophones);
  const moveLimits = { packetsPerS, wantedPacketsPerS: largest?.packetsPerS ?? packetsPerS };
  const { placements = new Placements(moveLimits, (workerId) => bridges.elsewhereOn(workerId)) } = options;
  const rebalancing = setInterval(
    () => rebalance({ bridges, live, placements, limits: moveLimits }),
    rebalanceEveryMs,
  ).unref();

  const open: OpenConferenceMedia = (led) => {
    const { conferenceId } = led;
    const logger = options.logger.child({ conferenceId });
    const media = new LiveMedia({
      ...options,
      conferenceId,
      bridge: bridges.carrying(led),
      placements,
      now,
      timing,
      logger,
      onClosed: () => live.delete(media),
    });
    live.add(media);
    return media;
  };

  return {
    open,
    takenOf: (workerId) => ({
      participants: placements.of(workerId),
      packetsPerS: placements.ownLeastOn(workerId),
    }),
    stats: () => ({
      conferences: live.size,
      participants: placements.all(),
      quality: {
        audio: bands([...live].flatMap(({ qualities }) => qualities.map(({ audio }) => audio))),
        video: bands([...live].flatMap(({ qualities }) => qualities.map(({ video }) => video))),
      },
      failing: [...live].reduce((sum, { failing }) => sum + failing, 0),
    }),
    async [Symbol.asyncDispose]() {
      clearInterval(rebalancing);
      await Promise.all([...live].map((media) => media.letGo()));
    },
  };
}

function bands(scores: readonly (number | null)[]): Readonly<Record<QualityBand, number>> {
  const counts = { good: 0, fair: 0, poor: 0 };
  for (const score of scores) if (score !== null) counts[bandOf(score)] += 1;
  return counts;
}
