import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { GivenRole } from '../../../../protocol/roles.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { InviteePicker } from '../../shared/invitees/invitee-picker.tsx';
import type { ChosenInvitee } from '../../shared/invitees/invitee-picker.tsx';
import { FoundInviteeRow } from '../../shared/invitees/found-invitee-row.tsx';
import { ChooseUnit } from '../../shared/units/choose-unit.tsx';
import type { FoundUnit } from '../../shared/units/found-units.tsx';
import { SitePicker } from '../../shared/units/site-picker.tsx';
import { UnitFilter } from '../../shared/units/unit-filter.tsx';
import { UnitSearch } from '../../shared/units/unit-search.tsx';
import { Worded } from '../../shared/worded.tsx';
import { commonWords } from '../../../i18n/common.ts';
import { styleWords } from '../words.ts';
import { Part } from './part.tsx';

/** Choices of units, rooms and people. The searches find what this installation has. */
export function Pickers({ rest }: { readonly rest: Rest }): JSX.Element {
  const words = styleWords();
  const unit: FoundUnit = { id: 'sample-unit', name: words.sampleUnit };
  const room = {
    kind: 'endpoint',
    id: 'sample-room',
    name: words.sampleRoom,
    siteName: words.sampleUnit,
  } as const;
  const person = {
    kind: 'account',
    id: 'sample-person',
    name: words.samplePerson,
    siteName: words.sampleUnit,
  } as const;
  const [site, setSite] = useState<FoundUnit | undefined>(unit);
  const [below, setBelow] = useState<string>();
  const [units, setUnits] = useState<readonly FoundUnit[]>([unit]);
  const [invitees, setInvitees] = useState<readonly ChosenInvitee[]>([
    { ...room, role: 'delegate' satisfies GivenRole },
    { ...person, role: 'chair' satisfies GivenRole },
  ]);
  const known = [words.sampleUnit, words.otherUnit].map((fullName, index) => ({
    id: `sample-${index}`,
    code: `0891${index}`,
    name: fullName,
    fullName,
    levelId: 'commune',
    parentId: null,
    validFrom: '2025-07-01',
    validTo: null,
  }));
  return (
    <Part title={words.pickers}>
      <div class="style__fields">
        <SitePicker rest={rest} chosen={site} onChoose={setSite} />
        <UnitFilter rest={rest} unit={below} onChange={setBelow} testId="style-unit" />
        <UnitSearch label={words.units} rest={rest} chosen={units} onChange={setUnits} testId="style-units" />
        <ChooseUnit label={words.units} units={known} onChoose={setSite} testId="style-known" />
      </div>
      <InviteePicker rest={rest} find="rooms-and-people" chosen={invitees} onChange={setInvitees} withRoles />
      <ul class="found">
        {[false, true].map((isInvited) => (
          <FoundInviteeRow
            key={String(isInvited)}
            invitee={isInvited ? person : room}
            verb={commonWords().choose}
            label={`${commonWords().choose}: ${room.name}`}
            isInvited={isInvited}
            onChoose={() => setInvitees([])}
          />
        ))}
      </ul>
      <p>
        <Worded
          selection={{
            include: [{ kind: 'subtree', name: words.sampleUnit }],
            except: [{ kind: 'endpoint', name: words.sampleRoom }],
          }}
        />
      </p>
    </Part>
  );
}
