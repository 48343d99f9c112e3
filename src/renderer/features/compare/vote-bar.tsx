import { IconCheck } from '@tabler/icons-react';
import { Button } from '../../ui/button';
import { isHeard, type Lane } from './lane';
import type { Verdict } from './use-vote';
import classes from './vote-bar.module.css';

type VoteBarProps = Readonly<{
  lanes: readonly Lane[];
  ready: boolean;
  verdict: Verdict | null;
  onVote: (winner: Lane | null) => void;
  onWithdraw: () => void;
  onAgain: () => void;
}>;

/** Asks which take is best, then says what was chosen. */
export function VoteBar({ lanes, ready, verdict, onVote, onWithdraw, onAgain }: VoteBarProps) {
  const choices = lanes.filter(isHeard);
  // Between takes of one prompt a vote says nothing of prompts.
  const prompts = new Set(choices.map(({ generation }) => generation?.prompt));
  return (
    <footer className={classes.bar}>
      {verdict === null ? (
        <div role="toolbar" aria-label="Vote" className={classes.choices}>
          <span className={classes.question}>Which is best?</span>
          {lanes.map((lane) => (
            <Button
              key={lane.index}
              size="small"
              className={classes.choice}
              aria-label={`Vote for ${lane.label}`}
              disabled={!ready || !choices.includes(lane) || choices.length < 2}
              onClick={() => onVote(lane)}
            >
              {lane.label}
            </Button>
          ))}
          <Button size="small" look="quiet" disabled={!ready} onClick={() => onVote(null)}>
            No preference
          </Button>
        </div>
      ) : (
        <div className={classes.choices}>
          <p role="status" className={classes.verdict}>
            {verdict.winner === null ? (
              'No preference. Nothing was counted.'
            ) : (
              <>
                <IconCheck size={15} stroke={2} aria-hidden />
                You chose {verdict.winner.label}.
                {prompts.size > 1 && ' It counts in the prompt leaderboard.'}
              </>
            )}
          </p>
          {verdict.voteId !== null && (
            <Button size="small" look="quiet" onClick={onWithdraw}>
              Undo
            </Button>
          )}
          <Button size="small" look="quiet" onClick={onAgain}>
            Vote again
          </Button>
        </div>
      )}
    </footer>
  );
}
