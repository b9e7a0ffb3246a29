import type { JSX } from 'preact';
import type { MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { OrderedList } from '../../shared/ordered-list.tsx';
import { InviteeName } from '../../shared/invitees/invitee-name.tsx';
import { invitationWords } from './words.ts';

interface ChairOrderProps {
  readonly meeting: Pick<MeetingDetail, 'chairOrder' | 'invitations'>;
  /** Left out while the order cannot be changed. */
  readonly onReorder: ((chairOrder: readonly string[]) => void) | undefined;
}

/** The chairs in the order in which they take the chair's seat; nothing for a meeting without several. */
export function ChairOrder({ meeting, onReorder }: ChairOrderProps): JSX.Element | null {
  const { chairOrder, invitations } = meeting;
  if (chairOrder.length < 2) return null;
  const words = invitationWords();
  const rows = chairOrder.flatMap((id) => {
    const chair = invitations.find(({ inviteeId }) => inviteeId === id);
    return chair ? [{ id, name: chair.name, content: <InviteeName invitee={chair} /> }] : [];
  });
  return (
    <section class="chair-order" data-testid="chair-order">
      <h2>{words.chairOrder}</h2>
      <p class="muted">{words.chairOrderHint}</p>
      <OrderedList rows={rows} onReorder={onReorder} testId="chair" />
    </section>
  );
}
