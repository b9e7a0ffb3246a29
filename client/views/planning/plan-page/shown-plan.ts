import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { changeable } from '../../../../domain/schedule/transitions.ts';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import type { RestResult } from '../../../../protocol/rest/client-types.ts';
import type { MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import type { Refusal } from '../../../../protocol/rest/problem.ts';
import type { Reach, SeriesView } from '../../../../protocol/rest/meetings/series.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { reachFrom } from '../../../state/planning/series-effect.ts';
import { usePolled } from '../../../hooks/polled.ts';

const pollMs = 10_000;

/** The routes that answer with the meeting as it is afterwards. */
type PlanRoute =
  | 'meeting.get'
  | 'meeting.schedule'
  | 'meeting.submit'
  | 'meeting.approve'
  | 'meeting.sendBack'
  | 'meeting.cancel'
  | 'meeting.close'
  | 'meeting.change'
  | 'meeting.open'
  | 'meeting.invite'
  | 'meeting.inviteSelection'
  | 'meeting.askDelegates'
  | 'meeting.withdrawInvitation';

/** The plan that a page shows, and the ways to change it; every tab gets it. */
export interface ShownPlan {
  readonly rest: Rest;
  readonly meeting: MeetingDetail;
  /** Undefined outside a series, until it is loaded, and for callers that do not plan the meeting. */
  readonly series: SeriesView | undefined;
  /** How far a change reaches in the series. */
  readonly reach: Reach;
  readonly setReach: (reach: Reach) => void;
  /** Whether the account may change the plan as it is now. */
  readonly mayChange: boolean;
  /** Whether it may still change who is invited, which goes on while the meeting is live. */
  readonly mayInvite: boolean;
  readonly refusal: Refusal | undefined;
  readonly refuse: (refusal: Refusal | undefined) => void;
  /** Shows the meeting as the answer has it, or why the server refused; resolves to whether it was done. */
  readonly take: (asked: Promise<RestResult<PlanRoute>>) => Promise<boolean>;
  /** Asks for a change of the version that the page shows, and takes the answer. */
  readonly change: (ask: AskChange) => Promise<boolean>;
}

type AskChange = (version: number) => Promise<RestResult<PlanRoute>>;

interface LoadedPlan {
  /** Undefined until the first answer. */
  readonly plan: ShownPlan | undefined;
  /** Why the server was asked in vain the last time. */
  readonly error: ErrorCode | undefined;
}

export function useShownPlan(rest: Rest, meetingId: string): LoadedPlan {
  const [meeting, setMeeting] = useState<MeetingDetail>();
  const [refusal, refuse] = useState<Refusal>();
  const [reach, setReach] = useState<Reach>('all');
  /** An answer that was on its way while a newer one came must not bring the old version back. */
  const show = useCallback(
    (found: MeetingDetail): void =>
      setMeeting((shown) => (shown !== undefined && shown.version > found.version ? shown : found)),
    [],
  );
  const ask = useCallback(() => rest.call('meeting.get', { params: { meetingId } }), [rest, meetingId]);
  const { value: polled, error } = usePolled<'meeting.get'>(ask, pollMs);
  useEffect(() => {
    if (polled) show(polled);
  }, [polled, show]);
  const series = useSeries(rest, meeting);
  const inTurn = useInTurn();
  if (!meeting) return { plan: undefined, error };
  const take = async (asked: Promise<RestResult<PlanRoute>>): Promise<boolean> => {
    const result = await asked;
    refuse(result.ok ? undefined : result.error);
    if (result.ok) {
      show(result.value);
      return true;
    }
    // Somebody else changed the meeting first: show the new version.
    if (result.error.code === 'version-changed') {
      const fresh = await ask();
      if (fresh.ok) show(fresh.value);
    }
    return false;
  };
  const change = (ask: AskChange): Promise<boolean> => take(inTurn(meeting.version, ask));
  const mayChange = meeting.self.mayPlan && changeable(meeting.state) === 'all';
  const mayInvite = meeting.self.mayPlan && changeable(meeting.state) !== 'nothing';
  const reached = reachFrom(meeting, reach);
  return {
    plan: {
      rest,
      meeting,
      series,
      reach: reached,
      setReach,
      mayChange,
      mayInvite,
      refusal,
      refuse,
      take,
      change,
    },
    error,
  };
}

/**
 * Asks for one change after the other. A change that is pressed while the one before it is on its way is a change of
 * what that one makes; to the server it would be one of an old version, made by somebody else.
 */
function useInTurn(): (shownVersion: number, ask: AskChange) => Promise<RestResult<PlanRoute>> {
  const before = useRef<Promise<number>>(Promise.resolve(0));
  return async (shownVersion, ask) => {
    const asked = before.current.then((version) => ask(Math.max(version, shownVersion)));
    before.current = asked.then((result) => (result.ok ? result.value.version : 0));
    return asked;
  };
}

/** The series of a meeting that the caller plans, read again when the meeting changes. */
function useSeries(rest: Rest, meeting: MeetingDetail | undefined): SeriesView | undefined {
  const [series, setSeries] = useState<SeriesView>();
  const planned = meeting?.self.mayPlan === true && meeting.seriesId !== null;
  const meetingId = meeting?.id;
  useEffect(() => {
    if (!planned || meetingId === undefined) return undefined;
    let wanted = true;
    void rest.call('series.get', { params: { meetingId } }).then((found) => {
      if (wanted && found.ok) setSeries(found.value);
    });
    return () => {
      wanted = false;
    };
  }, [rest, planned, meetingId, meeting?.version]);
  return series;
}
