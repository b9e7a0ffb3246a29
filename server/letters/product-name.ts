/** The name of the sender, and the head of a letter that no unit writes. */
export const productName = 'Điểm cầu';
