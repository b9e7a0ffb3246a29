import type { RehearsalClaims } from '../../../protocol/rest/meetings/rehearsals.ts';
import type { Rehearsal } from '../../../server/scheduling/readiness/rehearsal-repository.ts';

/** What a room reports when all its devices work. */
export const workingDevices: RehearsalClaims = {
  camera: { height: 720, contrast: 180 },
  microphone: { peakDbfs: -20 },
  speaker: { overNoiseDb: 30 },
  downJitterMs: 2,
};

/** What a room reports without any device. */
export const noDevices: RehearsalClaims = {
  camera: null,
  microphone: null,
  speaker: null,
  downJitterMs: null,
};

/** A check of a room without devices, of which the server has measured nothing. */
export const emptyCheck = (of: Pick<Rehearsal, 'id' | 'endpointId' | 'meetingId' | 'atMs'>): Rehearsal => ({
  ...of,
  figures: { ...noDevices, roundTripMs: null, downBps: null, upBps: null, media: null },
  reasons: [],
  signOff: null,
  hasPicture: false,
});
