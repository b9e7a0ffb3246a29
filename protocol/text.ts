import { z } from 'zod';
import { asShown } from './shown-text.ts';

/**
 * Text that people write: as it shows, in NFC so that equal texts are equal, and without blanks around it.
 */
export const plainText = z.string().overwrite((written) => asShown(written).normalize('NFC').trim());
