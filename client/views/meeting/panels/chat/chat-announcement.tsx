import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { timeOfDay } from '../../../../i18n/formats.ts';
import { chatWords } from './words.ts';
import { commonWords } from '../../../../i18n/common.ts';
import { announcementShown } from '../../../../state/conference/chat.ts';
import { Button } from '../../../shared/controls.tsx';
import { useServerNow } from '../../now.ts';
import type { PanelProps } from '../panel-props.ts';

/** The announcements that were closed on this page, by id. */
export const closedAnnouncements = signal<ReadonlySet<string>>(new Set());

/** A moderator's announcement, on every screen. */
export function AnnouncementBanner({ store }: PanelProps): JSX.Element | null {
  const conference = store.conference.value;
  const any = conference.chat.toAll.some(({ announcement }) => announcement);
  const shown = announcementShown(conference, closedAnnouncements.value, useServerNow(store.clock, any));
  if (!shown) return null;
  return (
    <section class="announcement" role="alert" data-testid="announcement" data-message={shown.id}>
      <p class="announcement__head">
        <strong>{chatWords().announcement}</strong>
        <span>
          {conference.participants[shown.from]?.name} · {timeOfDay(shown.at)}
        </span>
      </p>
      <p class="announcement__text">{shown.text}</p>
      <Button
        look="quiet"
        label={chatWords().dismiss}
        testId="announcement-dismiss"
        onPress={() => {
          closedAnnouncements.value = new Set([...closedAnnouncements.value, shown.id]);
        }}
      >
        {commonWords().close}
      </Button>
    </section>
  );
}
