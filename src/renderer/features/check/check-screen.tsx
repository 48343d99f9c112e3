import { IconFileCheck, IconWaveSine } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type CheckState,
  type Finding,
  type FindingKind,
  findingKinds,
} from '../../../shared/audio-check';
import { useNow } from '../../base/clock';
import { formatCount, formatQuantity } from '../../base/format/numbers';
import { formatRelative } from '../../base/format/times';
import { usePainted } from '../../base/painted';
import { kindLabels, takeFindings } from '../../model/kind-labels';
import { showOnly } from '../../model/view';
import { Button } from '../../ui/button';
import { ListFailed } from '../../ui/list-failed';
import { Notice } from '../../ui/notice';
import { Progress } from '../../ui/progress';
import { Screen, ScreenFoot, ScreenToolbar } from '../../ui/screen';
import { Segmented } from '../../ui/segmented';
import {
  checkStateQuery,
  findingsQuery,
  startCheck,
  stopCheck,
  useCheckProgress,
} from './check-queries';
import classes from './check-screen.module.css';

/** What is wrong with the library's audio files, looked for in the background. */
export function CheckScreen() {
  const { data: state, error } = useQuery(checkStateQuery);
  const [kind, setKind] = useState<FindingKind | 'all'>('all');
  useCheckProgress();
  usePainted(state !== undefined || error !== null);
  if (error) return <ListFailed error={error} />;
  if (!state) return null;
  const found = Object.values(state.counts).reduce((sum, count) => sum + count, 0);
  return (
    <Screen title="Audio check">
      <ScreenToolbar>
        <Segmented
          label="Findings"
          value={kind}
          options={[
            ['all', `All ${formatCount(found)}`],
            ...findingKinds
              .filter((each) => state.counts[each] || each === kind)
              .map(
                (each) =>
                  [each, `${kindLabels[each]} ${formatCount(state.counts[each] ?? 0)}`] as const,
              ),
          ]}
          onChange={setKind}
        />
        <div className={classes.controls}>
          {found > 0 && kind !== 'unreferenced' && (
            <Button
              size="small"
              onClick={() => showOnly({ audio: kind === 'all' ? [...takeFindings] : [kind] })}
            >
              Show in list
            </Button>
          )}
          <Controls state={state} />
        </div>
      </ScreenToolbar>
      {found > 0 ? (
        <Findings kind={kind === 'all' ? null : kind} />
      ) : state.phase === 'done' ? (
        <Notice
          icon={<IconFileCheck size={22} stroke={1.5} />}
          title="Every file is there and sound"
          text={`${formatQuantity(state.checked, 'generation')} were looked at.`}
        />
      ) : (
        <Notice
          icon={<IconWaveSine size={22} stroke={1.5} />}
          title={state.phase === 'running' ? 'Nothing found so far' : 'Check the audio files'}
          text="Looks for files that are missing, cut off, silent, clipped, of a kind that cannot be played, unlike their record or named by no generation. It changes and deletes nothing."
          actions={
            state.phase === 'never' && (
              <Button look="primary" onClick={() => void startCheck(false)}>
                Check library
              </Button>
            )
          }
        />
      )}
      <ScreenFoot>
        <Foot state={state} />
      </ScreenFoot>
    </Screen>
  );
}

function Controls({ state }: Readonly<{ state: CheckState }>) {
  if (state.phase === 'running') {
    return (
      <div className={classes.controls}>
        <Progress label="Check" done={state.checked} total={state.total} />
        <Button size="small" onClick={stopCheck}>
          Stop
        </Button>
      </div>
    );
  }
  return (
    <div className={classes.controls}>
      {state.phase === 'stopped' && (
        <Button size="small" onClick={() => void startCheck(true)}>
          Continue
        </Button>
      )}
      {state.phase !== 'never' && (
        <Button size="small" onClick={() => void startCheck(false)}>
          Check again
        </Button>
      )}
    </div>
  );
}

function Foot({ state }: Readonly<{ state: CheckState }>) {
  const now = useNow();
  if (state.phase === 'never') return <span>Not checked yet</span>;
  const looked = `${formatCount(state.checked)} of ${formatQuantity(state.total, 'generation')} looked at`;
  const when =
    state.phase === 'running' || !state.endedAt ? '' : formatRelative(state.endedAt, now);
  const how = state.phase === 'stopped' ? 'stopped ' : '';
  return <span>{[looked, when && how + when].filter(Boolean).join(', ')}</span>;
}

function Findings({ kind }: Readonly<{ kind: FindingKind | null }>) {
  const { data, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery(findingsQuery(kind));
  const findings = data?.pages.flatMap((page) => page.findings) ?? [];
  return (
    <div className={classes.scroller}>
      <ul aria-label="What was found" className={classes.list}>
        {findings.map((finding) => (
          <FindingLine key={`${finding.kind} ${finding.id ?? finding.message}`} finding={finding} />
        ))}
      </ul>
      {hasNextPage && (
        <Button
          size="small"
          className={classes.more}
          disabled={isFetching}
          onClick={() => void fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </div>
  );
}

function FindingLine({ finding }: Readonly<{ finding: Finding }>) {
  const { id, kind, title, message } = finding;
  return (
    <li className={classes.line} data-kind={kind}>
      <span className={classes.kind}>{kindLabels[kind]}</span>
      <span className={classes.text}>
        <bdi dir="auto" className={classes.title}>
          {title.replace(/\s+/g, ' ')}
        </bdi>
        <span className={classes.message}>{message}</span>
      </span>
      {id !== null && (
        <Button size="small" look="quiet" onClick={() => showOnly({ text: id })}>
          Show
        </Button>
      )}
    </li>
  );
}
