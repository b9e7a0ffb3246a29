/**
 * How many ms mediasoup waits before it asks a sender for another keyframe, of each layer: what receivers ask for meanwhile
 * is asked for once, at the end. A keyframe has the size of ten other frames, and hundreds of receivers that lost a packet
 * would else turn a whole stream into keyframes. One that a producer asks for as it resumes is not kept waiting.
 */
export const keyFrameRequestDelay = 1_000;
