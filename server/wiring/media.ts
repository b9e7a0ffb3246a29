import { pictureCosts, uplinkCosts } from '../../domain/media/budget.ts';
import type { PairedBridge } from '../bridges/bridge-repository.ts';
import { frameShares } from '../config/sending-rates.ts';
import { iceServers } from '../media/ice-servers.ts';
import { LineChecks } from '../media/line-checks.ts';
import { createMedia } from '../media/media.ts';
import { setCapacity, setUplinkCosts } from '../storage/bookings/capacity.ts';
import type { Foundations } from './foundations.ts';
import { startMediaHosts } from './media-hosts.ts';
import { oneAtATime } from '../one-at-a-time.ts';

/**
 * What a camera captures (see the client), and the layer for each slot of the stage: 1280, 640 or 320 pixels
 * wide (see the camera's encodings).
 */
const source = { height: 720, framesPerS: 25 } as const;
const layers = { large: 2, half: 1, small: 1, thumb: 0 } as const;

export type StartedMedia = Awaited<ReturnType<typeof startMedia>>;

/** Starts the media workers, and tells booking what they carry. */
export async function startMedia(foundations: Foundations) {
  const { config, started, storage, repositories, logger, now } = foundations;
  const { turn, camera, screen } = config.media;
  const rates = {
    camera: camera.encodings.map(({ maxBitrateBps }) => maxBitrateBps),
    screen: screen.encodings.reduce((sum, { maxBitrateBps }) => sum + maxBitrateBps, 0),
    screenFrames: frameShares(screen.encodings),
  };
  const costs = pictureCosts(rates, config.media.loudestMicrophones);
  const capacityTurns = oneAtATime();
  /** Tells booking what is carried: by the workers of this process, or by all bridges that are paired. */
  const tellCapacity = (): Promise<void> =>
    capacityTurns('capacity', async () => {
      const carried =
        config.role === 'control'
          ? carriedBy(await repositories.bridges.list())
          : config.media.workers * config.media.packetsPerS;
      await setCapacity(storage.database, carried, costs);
    });
  const { packetsPerS } = config.media;
  const wantedPacketsPerS = costs[0]?.packetsPerS ?? packetsPerS;
  const hosts = await startMediaHosts(foundations, { packetsPerS, wantedPacketsPerS }, () => {
    tellCapacity().catch((error: unknown) => {
      logger.warn({ err: error }, 'booking does not know yet what the bridges carry');
    });
  });
  const { bridges } = hosts;
  const turnOptions = turn && { ...turn, secret: turn.secret.reveal() };
  const turnServers = (id: string) => iceServers(turnOptions, id, now());
  const media = started.use(
    createMedia({
      bridges,
      placements: hosts.placements,
      limits: { ...config.media, layers, rates },
      pictures: camera.encodings.map(({ scaleResolutionDownBy }) => ({
        height: source.height / scaleResolutionDownBy,
        framesPerS: source.framesPerS,
      })),
      packetsPerS,
      encodings: {
        camera: camera.encodings,
        screen: screen.encodings,
        better: camera.better.map(({ codec, ...encoding }) => ({ codec, encoding })),
      },
      iceServers: turnServers,
      allowPlainRtp: config.media.plainRtp.enabled,
      logger,
    }),
  );
  await tellCapacity();
  await setUplinkCosts(storage.database, uplinkCosts(rates, config.media.loudestMicrophones));
  const lineChecks = new LineChecks({ bridges, iceServers: turnServers, now: () => performance.now() });
  return { hosts, media, lineChecks, tellCapacity };
}

const carriedBy = (paired: readonly PairedBridge[]): number =>
  // The column holds no 0. One packet a second is no capacity either.
  Math.max(
    1,
    paired.reduce((sum, { workers, packetsPerS }) => sum + (workers ?? 0) * (packetsPerS ?? 0), 0),
  );
