/**
 * The highest layer to forward: the spatial layer of a camera (0 = a quarter of the width, 1 = half, 2 =
 * full), or the temporal layer of slides (0 = the lowest frame rate); null for all layers.
 */
export type Layer = number | null;
