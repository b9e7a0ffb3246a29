/** How long one transport may take to carry what another carries. */
export const handOverMs = 10_000;
