import type { types } from 'mediasoup';
import { RefusedByBridge } from '../media/media-bridge.ts';
import { keyFrameRequestDelay } from './keyframes.ts';

/**
 * Carries a producer through a pipe. Returns the producer at the far end; when one of the two closes,
 * the other closes too. The caller must pause and resume it together with the original: mediasoup's
 * events of the original arrive late, and a keyframe that arrives before the far end has resumed would
 * be lost to all its receivers.
 *
 * mediasoup's own `pipeToRouter` does the same, but does not handle rejections of the requests that it makes
 * itself: if the far worker dies during a mute, an unhandled rejection would end the whole server. It also
 * keeps the producer's id, which the other router refuses where both run in one worker.
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
