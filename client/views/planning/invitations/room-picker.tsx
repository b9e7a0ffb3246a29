import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { calendarWords } from '../calendar/words.ts';
import { commonWords } from '../../../i18n/common.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Button, Field } from '../../shared/controls.tsx';
import { useSearched } from '../../../hooks/searched.ts';
import { unitName } from '../../shared/units/unit-name.ts';

/** An endpoint to be invited. */
export interface ChosenRoom {
  readonly id: string;
  readonly name: string;
  /** With the parent's name. */
  readonly siteName: string;
}

interface RoomPickerProps {
  readonly rest: Rest;
  /** Why the rooms are chosen; by default to be invited. */
  readonly label?: string | undefined;
  readonly chosen: readonly ChosenRoom[];
  readonly onChange: (chosen: readonly ChosenRoom[]) => void;
}

/** A choice of any number of rooms, found by a part of their names or their units' names. */
export function RoomPicker({ rest, label, chosen, onChange }: RoomPickerProps): JSX.Element {
  const [query, setQuery] = useState('');
  const ask = useCallback(
    async (q: string) => {
      const result = await rest.call('endpoint.list', { query: { q, limit: 8 } });
      return result.ok ? result.value.endpoints : [];
    },
    [rest],
  );
  const found = useSearched(query, ask);
  const words = calendarWords();
  const purpose = label ?? words.roomsToInvite;
  return (
    <div class="room-picker">
      {chosen.length > 0 && (
        <ul class="room-picker__chosen" aria-label={purpose}>
          {chosen.map((room) => (
            <li key={room.id} data-testid="chosen-room">
              <span>
                {room.name} <small>{room.siteName}</small>
              </span>
              <Button
                look="quiet"
                label={words.takeOut(room.name)}
                onPress={() => onChange(chosen.filter(({ id }) => id !== room.id))}
              >
                ✕
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Field
        label={purpose}
        placeholder={words.addRoom}
        value={query}
        onInput={setQuery}
        type="search"
        testId="room-search"
      />
      {found?.length === 0 && <p class="muted">{commonWords().nothingFound}</p>}
      <ul class="found">
        {found
          ?.filter((room) => chosen.every(({ id }) => id !== room.id))
          .map((room) => {
            const siteName = unitName(room.siteName, room.parentSiteName);
            return (
              <li key={room.id}>
                <span class="invitations__name">
                  {room.name}
                  <small>{siteName}</small>
                </span>
                <Button
                  testId="choose-room"
                  label={`${commonWords().choose}: ${room.name}, ${siteName}`}
                  onPress={() => {
                    onChange([...chosen, { id: room.id, name: room.name, siteName }]);
                    setQuery('');
                  }}
                >
                  {commonWords().choose}
                </Button>
              </li>
            );
          })}
      </ul>
    </div>
  );
}
