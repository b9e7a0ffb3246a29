import { rehearsalReasonWords } from '../../domain/words.ts';
import type { RehearsalReason } from '../../protocol/rest/meetings/rehearsals.ts';
import { catalogue } from './language.ts';

export const rehearsalReasonTexts =
  catalogue<Readonly<Record<RehearsalReason, string>>>(rehearsalReasonWords);
