import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface PictureProps {
  readonly track: MediaStreamTrack;
  /** One's own camera is shown as a mirror shows it. */
  readonly mirrored?: boolean;
  /** Left out where what is around it says whose picture it is. */
  readonly label?: string;
  /** Stands over it until there are pictures, and when they no longer come; without it, the last one stays. */
  readonly blank?: ComponentChildren;
}

/** One video track on the screen; its sound, if any, comes from elsewhere. */
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
/** Longer than any pause between the pictures of a camera on a bad line. */
const stillMs = 6000;

/**
 * Whether a video element is given pictures. A track that is held back stays as it is, and says nothing. Firefox counts no frames of a
 * live stream, and calls back for each; a browser that does neither is believed to show what it was given.
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
      // A page in the background is painted nothing.
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
