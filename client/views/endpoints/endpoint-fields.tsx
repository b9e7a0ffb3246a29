import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { nameKey } from '../../../domain/sites/fold.ts';
import type { RestRequest } from '../../../protocol/rest/client-types.ts';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import type { EndpointView } from '../../../protocol/rest/sites/endpoints.ts';
import { Alert, Field } from '../shared/controls.tsx';
import { errorWords } from '../../i18n/errors.ts';
import { sheetWords } from '../shared/sheets/words.ts';
import { endpointWords } from './words.ts';
import { roomFormWords } from './form-words.ts';

type Body = Omit<RestRequest<'endpoint.create'>['body'], 'siteId' | 'tags'>;

/** What a person types of a room; an empty field means none, or unknown. */
export interface EndpointDraft {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly equipment: string;
  readonly down: string;
  readonly up: string;
}

export function useEndpointDraft(endpoint?: EndpointView) {
  return useState<EndpointDraft>({
    name: endpoint?.name ?? '',
    phone: endpoint?.phone ?? '',
    email: endpoint?.email ?? '',
    equipment: endpoint?.equipment ?? '',
    down: shown(endpoint?.lineDownKbps ?? null),
    up: shown(endpoint?.lineUpKbps ?? null),
  });
}

export const bodyOf = ({ name, phone, email, equipment, down, up }: EndpointDraft): Body => ({
  name: name.trim(),
  phone: filled(phone),
  email: filled(email),
  equipment: filled(equipment),
  lineDownKbps: down.trim() === '' ? null : Number(down),
  lineUpKbps: up.trim() === '' ? null : Number(up),
});

const shown = (kbps: number | null): string => (kbps === null ? '' : String(kbps));
const filled = (typed: string): string | null => (typed.trim() === '' ? null : typed);

/** Whether the unit has another room of this name. */
export const hasNamesake = (
  all: readonly EndpointView[],
  siteId: string | undefined,
  name: string,
  exceptId?: string,
): boolean =>
  all.some((room) => room.siteId === siteId && room.id !== exceptId && nameKey(room.name) === nameKey(name));

interface EndpointFieldsProps {
  readonly draft: EndpointDraft;
  readonly onChange: (draft: EndpointDraft) => void;
  /** The unit has another room of this name. */
  readonly isDouble: boolean;
  readonly refusal: Refusal | undefined;
}

/** The fields of a room, and what is wrong with them. */
export function EndpointFields({ draft, onChange, isDouble, refusal }: EndpointFieldsProps): JSX.Element {
  const words = roomFormWords();
  const set = (part: Partial<EndpointDraft>): void => onChange({ ...draft, ...part });
  return (
    <>
      <Field
        label={words.name}
        value={draft.name}
        onInput={(name) => set({ name })}
        maxLength={200}
        required
        testId="endpoint-name"
      />
      <Field
        label={words.phone}
        value={draft.phone}
        onInput={(phone) => set({ phone })}
        maxLength={30}
        testId="endpoint-phone"
      />
      <Field
        label={sheetWords().email}
        value={draft.email}
        onInput={(email) => set({ email })}
        testId="endpoint-email"
      />
      <p class="muted">{sheetWords().emailHint}</p>
      <Field
        label={words.equipment}
        value={draft.equipment}
        onInput={(equipment) => set({ equipment })}
        maxLength={300}
        testId="endpoint-equipment"
      />
      <p class="muted">{words.equipmentHint}</p>
      <h3>{endpointWords().line}</h3>
      <p class="muted">{endpointWords().lineHint}</p>
      <Field
        label={endpointWords().lineDown}
        value={draft.down}
        onInput={(down) => set({ down })}
        type="number"
        testId="line-down"
      />
      <Field
        label={endpointWords().lineUp}
        value={draft.up}
        onInput={(up) => set({ up })}
        type="number"
        testId="line-up"
      />
      {isDouble && <Alert>{words.namesake}</Alert>}
      {refusal && <Alert>{refusedFields(refusal)}</Alert>}
    </>
  );
}

/** Says what each field must contain where the server could not read one. */
function refusedFields({ code }: Refusal): string {
  if (code !== 'invalid-request') return errorWords()[code];
  return [
    `${roomFormWords().phone}: ${roomFormWords().phoneInvalid}`,
    `${sheetWords().email}: ${sheetWords().expected['email'] ?? ''}`,
    `${endpointWords().line}: ${endpointWords().lineInvalid}`,
  ].join('. ');
}
