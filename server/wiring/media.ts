import { pictureCosts } from '../../domain/media/budget.ts';
import { allowances } from '../../domain/media/flood.ts';
import { Bridge } from '../bridge/bridge.ts';
import { frameShares, sendingRates } from '../config/sending-rates.ts';
import { iceServers } from '../media/ice-servers.ts';
import { LineChecks } from '../media/line-checks.ts';
import { createMedia } from '../media/media.ts';
import { setCapacity } from '../storage/bookings/capacity.ts';
import type { Foundations } from './foundations.ts';

/**
 * What a camera captures (see the client), and the layer for each slot of the stage: 1280, 640 or 320 pixels
 * wide (see the camera's encodings).
 */
const source = { height: 720, framesPerS: 25 } as const;
const layers = { large: 2, half: 1, small: 1, thumb: 0 } as const;

export type StartedMedia = Awaited<ReturnType<typeof startMedia>>;

/** Starts the media workers, and tells booking what they carry. */
export async function startMedia({
  config,
  started,
  storage,
  workerBin,
  priorities,
  logger,
  now,
}: Foundations) {
  const { turn, camera, screen } = config.media;
  const rates = {
    camera: camera.encodings.map(({ maxBitrateBps }) => maxBitrateBps),
    screen: screen.encodings.reduce((sum, { maxBitrateBps }) => sum + maxBitrateBps, 0),
    screenFrames: frameShares(screen.encodings),
  };
  const bridge = started.use(
    await Bridge.start({
      ...config.media,
      allowances: allowances(sendingRates(config.media)),
      workerBin,
      priority: priorities?.workers,
      logger,
    }),
  );
  const turnOptions = turn && { ...turn, secret: turn.secret.reveal() };
  const turnServers = (id: string) => iceServers(turnOptions, id, now());
  const media = started.use(
    createMedia({
      bridge,
      limits: { ...config.media, layers, rates },
      pictures: camera.encodings.map(({ scaleResolutionDownBy }) => ({
        height: source.height / scaleResolutionDownBy,
        framesPerS: source.framesPerS,
      })),
      packetsPerS: config.media.packetsPerS,
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
  await setCapacity(
    storage.database,
    config.media.workers * config.media.packetsPerS,
    pictureCosts(rates, config.media.loudestMicrophones),
  );
  const lineChecks = new LineChecks({ bridge, iceServers: turnServers, now: () => performance.now() });
  return { bridge, media, lineChecks };
}
