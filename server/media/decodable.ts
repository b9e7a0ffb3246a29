import { z } from 'zod';
import type { Opaque } from './media-bridge.ts';

const outlined = z.object({ codecs: z.array(z.object({ mimeType: z.string() })).default([]) });

/** The video codecs in RTP capabilities, for example `VP8`. */
export const decodableOf = (rtpCapabilities: Opaque): readonly string[] =>
  outlined
    .parse(rtpCapabilities)
    .codecs.filter(({ mimeType }) => mimeType.startsWith('video/'))
    .map(({ mimeType }) => mimeType.slice('video/'.length).toUpperCase());
