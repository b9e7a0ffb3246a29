/** How long a new transport may take to carry all streams of the old one. */
export const handOverMs = 10_000;
