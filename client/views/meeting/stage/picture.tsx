import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface PictureProps {
  readonly track: MediaStreamTrack;
  /** The own camera is shown mirrored. */
  readonly mirrored?: boolean;
  /** Left out where the surroundings name the participant. */
  readonly label?: string;
  /** Covers the video until frames arrive, and when they stop; without it, the last frame stays. */
  readonly blank?: ComponentChildren;
}

/** One video track on the screen; its audio, if any, plays elsewhere. */
export function Picture({ track, mirrored = false, label, blank }: PictureProps): JSX.Element {
  const video = useRef<HTMLVideoElement>(null);
  const moves = useMotion(video, track);
  useEffect(() => {
    if (video.current) video.current.srcObject = new MediaStream([track]);
  }, [track]);
  return (
    <>
      <video
        ref={video}
        class={mirrored ? 'picture picture--mirrored' : 'picture'}
        aria-label={label}
        aria-hidden={label === undefined}
        autoPlay
        playsInline
        muted
      />
      {!moves && blank}
    </>
  );
}

const lookMs = 500;
/** Longer than any gap between a camera's frames on a bad line. */
const stillMs = 6000;

/**
 * Whether a video element receives frames. A track gives no event when its stream pauses. Firefox does
 * not count the frames of a live stream, but has a callback for each. A browser with neither is
 * assumed to show its track.
 */
function useMotion(video: RefObject<HTMLVideoElement | null>, track: MediaStreamTrack): boolean {
  const [moves, setMoves] = useState(false);
  useEffect(() => {
    const { current } = video;
    if (!current) return undefined;
    setMoves(false);
    let seen = current.getVideoPlaybackQuality().totalVideoFrames;
    let seenAt = -Infinity;
    let tells = false;
    let callback = 0;
    const shown = (): void => {
      tells = true;
      seenAt = performance.now();
    };
    const painted = (): void => {
      shown();
      callback = current.requestVideoFrameCallback(painted);
    };
    const look = (): void => {
      const frames = current.getVideoPlaybackQuality().totalVideoFrames;
      if (frames > seen) shown();
      // The browser paints nothing on a background page.
      else if (seenAt > 0 && (document.hidden || !tells)) seenAt = performance.now();
      seen = frames;
      setMoves(performance.now() - seenAt < stillMs);
    };
    const begin = (): void => {
      seenAt = performance.now();
      setMoves(true);
    };
    current.addEventListener('loadeddata', begin);
    if ('requestVideoFrameCallback' in current) callback = current.requestVideoFrameCallback(painted);
    const timer = setInterval(look, lookMs);
    return () => {
      current.removeEventListener('loadeddata', begin);
      if ('cancelVideoFrameCallback' in current) current.cancelVideoFrameCallback(callback);
      clearInterval(timer);
    };
  }, [video, track]);
  return moves;
}
