/**
 * Minimum time in ms between two keyframe requests of mediasoup to a sender, per layer. Requests of receivers
 * during this time become one request at its end. A keyframe has the size of ten other frames; without the
 * delay, hundreds of receivers that lost a packet would turn a whole stream into keyframes. The request of a
 * producer that resumes is not delayed.
 */
export const keyFrameRequestDelay = 1_000;
