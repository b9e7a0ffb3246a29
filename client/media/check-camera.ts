import { largestPicture, type RehearsalClaims } from '../../protocol/rest/meetings/rehearsals.ts';
import type { Capture } from './capture.ts';
import { passed } from './passed.ts';

/** Long enough for a camera to adjust its exposure. */
const lookingMs = 2500;
/** The picture is judged at this size: enough to tell a room from a covered lens. */
const judged = { width: 64, height: 36 } as const;
/** The size that people are shown: enough to see who sits where, and whether the camera is straight. */
const shown = { width: 480, height: 270 } as const;
/** JPEG qualities, tried in this order until the picture is small enough. */
const qualities = [0.75, 0.5, 0.25] as const;

interface Seen {
  readonly figures: NonNullable<RehearsalClaims['camera']>;
  /** A JPEG. */
  readonly picture: Blob | null;
}

/** The camera's figures and picture; null where there is no camera, or it gives no picture. */
export async function checkCamera(capture: Capture): Promise<Seen | null> {
  if (!('mediaDevices' in navigator)) return null;
  await capture.open('camera');
  const track = capture.camera.peek();
  if (!track) return null;
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  try {
    // For a camera that gives no picture, play() never resolves.
    void video.play().catch(() => undefined);
    await passed(lookingMs);
    const { videoHeight: height } = video;
    if (height === 0) return null;
    return { figures: { height, contrast: contrastOf(video) }, picture: await pictureOf(video) };
  } finally {
    video.srcObject = null;
  }
}

function drawn(video: HTMLVideoElement, { width, height }: typeof judged | typeof shown) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  context?.drawImage(video, 0, 0, width, height);
  return { canvas, context };
}

/** Difference between the brightest and the darkest part, 0 to 255. */
function contrastOf(video: HTMLVideoElement): number {
  const data = drawn(video, judged).context?.getImageData(0, 0, judged.width, judged.height).data ?? [];
  let [darkest, brightest] = [255, 0];
  for (let at = 0; at < data.length; at += 4) {
    const light = ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3;
    darkest = Math.min(darkest, light);
    brightest = Math.max(brightest, light);
  }
  return Math.max(0, brightest - darkest);
}

async function pictureOf(video: HTMLVideoElement): Promise<Blob | null> {
  const { canvas } = drawn(video, shown);
  for (const quality of qualities) {
    const picture = await canvas.convertToBlob({ type: 'image/jpeg', quality });
    if (picture.size <= largestPicture) return picture;
  }
  return null;
}
