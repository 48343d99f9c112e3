import { IconServer2 } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { ServiceState } from '../../../shared/service';
import { useEachSecond } from '../../base/clock';
import { formatCount } from '../../base/format/numbers';
import { useStore } from '../../base/store';
import { serviceStore } from '../../model/jobs/service-store';
import classes from './service-button.module.css';
import { healthText, waitText } from './service-text';

const ServiceDialog = lazy(() =>
  import('./service-dialog').then((module) => ({ default: module.ServiceDialog })),
);

/** How the service is and what waits for it, and the way to more; absent without a service. */
export function ServiceButton() {
  const state = useStore(serviceStore);
  if (!state || (state.address === null && state.problem === null)) return null;
  return <Indicator state={state} />;
}

function Indicator({ state }: Readonly<{ state: ServiceState }>) {
  const [opened, setOpened] = useState(false);
  const wait = useEachSecond((now) => waitText(state, now));
  const { health, unknown, problem } = state;
  const look = unknown > 0 ? 'unknown' : problem === null ? health.state : 'down';
  const note = unknown > 0 ? `${formatCount(unknown)} without an answer` : wait;
  const label = note ?? `Service ${healthText(state)}`;
  return (
    <>
      <button
        type="button"
        className={classes.button}
        title={label}
        aria-label={`Service: ${note === null ? '' : `${note}; `}${healthText(state)}`}
        onClick={() => setOpened(true)}
      >
        <span className={classes.icon} data-health={look}>
          <IconServer2 size={16} stroke={1.75} aria-hidden />
        </span>
        <span className={classes.label}>{label}</span>
      </button>
      {opened && (
        <Suspense fallback={null}>
          <ServiceDialog state={state} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
