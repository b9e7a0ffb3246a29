import type { types } from 'mediasoup';
import { RefusedByBridge } from '../media/media-bridge.ts';
import { keyFrameRequestDelay } from './keyframes.ts';

/**
 * Carries a producer through a pipe and gives the producer at its far end, which closes with it. Pausing it together with
 * the original is the caller's: what mediasoup says of the original comes late, and a keyframe that arrives before the far
 * end has resumed would be lost to all its receivers.
 *
 * mediasoup's own `pipeToRouter` does this and leaves the requests that it makes on its own unobserved: where the far
 * worker dies while a mute travels, their rejection would end the whole server. It also keeps the producer's id, which
 * the other router refuses where both run in one worker.
 */
export async function mirror(
  producer: types.Producer,
  near: types.PipeTransport,
  far: types.PipeTransport,
): Promise<types.Producer> {
  const carrier = await near.consume({ producerId: producer.id });
  let copy: types.Producer;
  try {
    const { kind, rtpParameters, producerPaused: paused } = carrier;
    copy = await far.produce({ kind, rtpParameters, paused, keyFrameRequestDelay });
  } catch (error) {
    carrier.close();
    throw error;
  }
  carrier.observer.once('close', () => copy.close());
  copy.observer.once('close', () => carrier.close());
  if (carrier.closed || copy.closed) {
    carrier.close();
    copy.close();
    throw new RefusedByBridge('not-found', `producer ${producer.id} closed while it was linked`);
  }
  return copy;
}
