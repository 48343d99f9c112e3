import { useMutation } from '@tanstack/react-query';
import type { Result } from '../../../shared/errors';
import type { HandOver, ServiceState } from '../../../shared/service';
import { useEachSecond } from '../../base/clock';
import { formatCount } from '../../base/format/numbers';
import { unwrap } from '../../base/ipc/call';
import { tellError } from '../../base/messages';
import { serviceStore } from '../../model/jobs/service-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { ExactTime } from '../../ui/exact-time';
import { Fact, Facts } from '../../ui/facts';
import classes from './service-dialog.module.css';
import { healthText, waitText } from './service-text';

type ServiceDialogProps = Readonly<{ state: ServiceState; onClose: () => void }>;

/** How the service is, and each job that is on its way there. */
export function ServiceDialog({ state, onClose }: ServiceDialogProps) {
  const { address, from, health, problem, handOvers, waiting, unknown } = state;
  const wait = useEachSecond((now) => waitText(state, now));
  const act = useMutation({
    mutationFn: (ask: () => Promise<Result<ServiceState>>) => unwrap(ask()),
    onSuccess: serviceStore.set,
    onError: tellError,
  });
  return (
    <Dialog opened onClose={onClose} title="Service" size={520}>
      <Facts>
        <Fact name="Address" mono>
          {address}
        </Fact>
        <Fact name="Given by">
          {from === 'library' ? 'Settings, for this library' : 'DGX_MUSIC_API_URL'}
        </Fact>
        <Fact name="Health">{problem ?? healthText(state)}</Fact>
        {health.state === 'down' && <Fact name="Reason">{health.reason}</Fact>}
        <Fact name="Asked">
          {health.state !== 'unchecked' && <ExactTime instant={health.checkedAt} />}
        </Fact>
      </Facts>
      {health.state === 'down' && (
        <p className={classes.note}>
          Until it answers, jobs go into the library’s own queue, which it reads when it starts.
        </p>
      )}
      {handOvers.length > 0 && (
        <section aria-label="On the way">
          <h3 className={classes.title}>
            {wait ?? 'On the way'}
            {unknown > 0 && `, ${formatCount(unknown)} without an answer`}
          </h3>
          <ul className={classes.list}>
            {handOvers.map((one) => (
              <Item
                key={one.key}
                one={one}
                onSettle={(again) =>
                  act.mutate(() => window.monitor.service.settle({ key: one.key, again }))
                }
              />
            ))}
          </ul>
        </section>
      )}
      <div className={classes.actions}>
        {waiting > 0 && (
          <Button onClick={() => act.mutate(window.monitor.service.cancelWaiting)}>
            Cancel {formatCount(waiting)} waiting
          </Button>
        )}
        <Button onClick={() => act.mutate(window.monitor.service.check)} disabled={act.isPending}>
          Check now
        </Button>
        <Button look="primary" onClick={onClose} data-autofocus>
          Done
        </Button>
      </div>
    </Dialog>
  );
}

const stateTexts = { waiting: 'Waiting', sending: 'Being sent', unknown: 'No answer' } as const;

function Item({ one, onSettle }: Readonly<{ one: HandOver; onSettle: (again: boolean) => void }>) {
  return (
    <li className={classes.item}>
      <div className={classes.line}>
        <bdi className={classes.prompt}>{one.prompt}</bdi>
        <span className={classes.state} data-state={one.state}>
          {stateTexts[one.state]}
        </span>
      </div>
      {one.state === 'unknown' && (
        <div className={classes.line}>
          <span className={classes.reason}>
            It may have arrived: {one.reason}. Look for it in the list before it is sent again.
          </span>
          <Button size="small" onClick={() => onSettle(true)}>
            Send again
          </Button>
          <Button size="small" look="quiet" onClick={() => onSettle(false)}>
            Dismiss
          </Button>
        </div>
      )}
    </li>
  );
}
