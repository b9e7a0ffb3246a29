import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface PictureProps {
  readonly track: MediaStreamTrack;
  /** One's own camera is shown as a mirror shows it. */
  readonly mirrored?: boolean;
  readonly label: string;
}

/** One video track on the screen; its sound, if any, comes from elsewhere. */
export function Picture({ track, mirrored = false, label }: PictureProps): JSX.Element {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = new MediaStream([track]);
  }, [track]);
  return (
    <video
      ref={video}
      class={mirrored ? 'picture picture--mirrored' : 'picture'}
      aria-label={label}
      autoPlay
      playsInline
      muted
    />
  );
}
