import { IconArrowLeft, IconScale } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { usePainted } from '../../base/painted';
import { setPreferences, usePreference } from '../../base/preferences';
import { goHome, useRoute } from '../../base/route';
import { useStore } from '../../base/store';
import { detailsQuery } from '../../model/generation-queries';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import { Notice } from '../../ui/notice';
import { Screen, ScreenToolbar } from '../../ui/screen';
import { fewestTakes, takesOf } from './compare-route';
import classes from './compare-screen.module.css';
import { appliedGains, type CompareState, startComparing } from './compare-session';
import { Differences } from './differences';
import { isHeard, type Lane, laneLabels, shuffled } from './lane';
import { Lanes } from './lanes';
import { TransportBar } from './transport-bar';
import { useCompareKeys } from './use-compare-keys';
import { useVote } from './use-vote';
import { VoteBar } from './vote-bar';

/** Two to four takes, played together and seen side by side. */
export function CompareScreen() {
  const { params } = useRoute();
  const ids = takesOf(params);
  usePainted(true);
  return (
    <Screen title="Compare">
      {ids.length < fewestTakes ? (
        <Notice
          icon={<IconScale size={22} stroke={1.5} />}
          title="Nothing to compare"
          text="Choose two to four takes in the list, then Compare."
          actions={<Button onClick={goHome}>Show generations</Button>}
        />
      ) : (
        <Comparison key={params} ids={ids} />
      )}
    </Screen>
  );
}

const failed = ({ takes }: CompareState, index: number): number => (takes[index]?.failure ? 1 : 0);

const leaveCompare = (): void => window.history.back();

function Comparison({ ids }: Readonly<{ ids: readonly string[] }>) {
  const matched = usePreference('compareMatched');
  const blind = usePreference('compareBlind');
  const [order, setOrder] = useState(() => {
    const chosen = [...ids.keys()];
    return blind ? shuffled(chosen) : chosen;
  });
  const [session] = useState(() => startComparing(ids, order[0] ?? 0));
  useEffect(() => session.close, [session]);
  const state = useStore(session.state);
  const details = useQueries({ queries: ids.map(detailsQuery) });
  const gains = appliedGains(state.takes, matched);
  // A take that cannot be played gives itself away wherever it is.
  const placed = blind ? order.toSorted((a, b) => failed(state, a) - failed(state, b)) : order;
  const lanes: readonly Lane[] = placed.map((index, place) => ({
    index,
    label: laneLabels[place] ?? '',
    take: state.takes[index] ?? null,
    generation: details[index]?.data?.generation ?? null,
    gain: gains[index] ?? 0,
  }));
  const { verdict, vote, withdraw, again } = useVote(lanes, blind);
  const hidden = blind && verdict === null;

  useEffect(() => session.match(matched), [session, matched]);
  const firstHeard = lanes.find(isHeard)?.index;
  const cannotBeHeard = state.ready && failed(state, state.heard) === 1;
  useEffect(() => {
    if (cannotBeHeard && firstHeard !== undefined) session.hear(firstHeard);
  }, [session, cannotBeHeard, firstHeard]);
  /** Nobody knows which is which any more. */
  const shuffle = () => {
    const next = shuffled(order);
    setOrder(next);
    session.hear(next.find((index) => state.takes[index]?.audio) ?? 0);
  };
  const setBlind = (wanted: boolean) => {
    setPreferences({ compareBlind: wanted });
    again();
    if (wanted) shuffle();
  };
  const voteAgain = () => {
    again();
    if (blind) shuffle();
  };
  useCompareKeys({ session, lanes, vote, leave: leaveCompare });
  return (
    <>
      <ScreenToolbar>
        <div className={classes.heading}>
          <IconButton label="Back" title="Back (Esc)" onClick={leaveCompare}>
            <IconArrowLeft size={17} stroke={1.75} />
          </IconButton>
          <span className={classes.title}>Compare {ids.length} takes</span>
        </div>
        <div className={classes.options}>
          <Button
            size="small"
            look="quiet"
            aria-pressed={matched}
            title="All takes sound as loud as the quietest of them"
            onClick={() => setPreferences({ compareMatched: !matched })}
          >
            Match loudness
          </Button>
          <Button
            size="small"
            look="quiet"
            aria-pressed={blind}
            title="Hides which take is which until you have voted"
            onClick={() => setBlind(!blind)}
          >
            Blind
          </Button>
        </div>
      </ScreenToolbar>
      <TransportBar session={session} state={state} />
      <Lanes
        session={session}
        lanes={lanes}
        hidden={hidden}
        winner={verdict?.winner ?? null}
        heard={state.heard}
        ready={state.ready}
      />
      <Differences lanes={lanes} hidden={hidden} />
      <VoteBar
        lanes={lanes}
        ready={state.ready}
        verdict={verdict}
        onVote={vote}
        onWithdraw={() => void withdraw().then(voteAgain)}
        onAgain={voteAgain}
      />
    </>
  );
}
