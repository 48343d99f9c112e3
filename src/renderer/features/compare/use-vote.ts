import { useState } from 'react';
import { unwrap } from '../../base/ipc/call';
import { queryClient } from '../../base/ipc/query-client';
import { tellError } from '../../base/messages';
import { isHeard, type Lane } from './lane';

/** What somebody has decided. */
export type Verdict = Readonly<{
  /** The best take; `null` for no preference, which counts for nobody. */
  winner: Lane | null;
  /** By which it can be taken back. */
  voteId: string | null;
}>;

type Voting = Readonly<{
  verdict: Verdict | null;
  /** Votes for a take, or for none. */
  vote: (winner: Lane | null) => void;
  /** Takes the vote back. */
  withdraw: () => Promise<void>;
  /** Forgets the verdict; its vote stays. */
  again: () => void;
}>;

/** Lets somebody vote once until they ask to vote again. */
export const useVote = (lanes: readonly Lane[], blind: boolean): Voting => {
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [voting, setVoting] = useState(false);
  const cast = async (winner: Lane | null): Promise<void> => {
    if (verdict !== null || voting) return;
    const winnerId = winner?.take?.id;
    const loserIds = lanes.flatMap((lane) =>
      lane.take && isHeard(lane) && lane.take.id !== winnerId ? [lane.take.id] : [],
    );
    setVoting(true);
    try {
      const voteId =
        winnerId === undefined || loserIds.length === 0
          ? null
          : await unwrap(window.monitor.votes.cast({ winnerId, loserIds, blind }));
      setVerdict({ winner, voteId });
      void readStandingsAgain();
    } catch (thrown) {
      tellError(thrown);
    } finally {
      setVoting(false);
    }
  };
  return {
    verdict,
    vote: (winner) => void cast(winner),
    withdraw: async () => {
      const voteId = verdict?.voteId;
      if (voteId) await unwrap(window.monitor.votes.withdraw({ id: voteId })).catch(tellError);
      void readStandingsAgain();
    },
    again: () => setVerdict(null),
  };
};

/** Votes count in the leaderboards. */
const readStandingsAgain = async (): Promise<void> => {
  await queryClient.invalidateQueries({ queryKey: ['insights.prompts'] });
  await queryClient.invalidateQueries({ queryKey: ['insights.models'] });
};
