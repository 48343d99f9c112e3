import {
  IconAlertTriangle,
  IconFileCheck,
  IconList,
  IconListNumbers,
  IconLock,
  IconSettings,
} from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { LibraryInfo } from '../../shared/library';
import { afterPaint } from '../base/after-paint';
import { tell } from '../base/messages';
import { type Screen, useRoute } from '../base/route';
import { GenerationsScreen } from '../features/generations/generations-screen';
import { LibraryFace } from '../features/library/library-face';
import { NewGenerationButton } from '../features/new-generation/new-generation-button';
import { ServiceButton } from '../features/service/service-button';
import { startService } from '../model/jobs/service-store';
import { noteEarlyKey } from './commands/early-key';
import { hearMenu } from './commands/menu-commands';
import { ErrorBoundary } from './error-boundary';
import classes from './shell.module.css';

type Place = Readonly<{ screen: Screen; label: string; icon: typeof IconList }>;

const places: readonly Place[] = [
  { screen: 'generations', label: 'Generations', icon: IconList },
  { screen: 'prompts', label: 'Prompts', icon: IconListNumbers },
  { screen: 'check', label: 'Audio check', icon: IconFileCheck },
];
const settingsPlace: Place = { screen: 'settings', label: 'Settings', icon: IconSettings };

noteEarlyKey();
hearMenu();
window.monitor.on('program.told', (text) => tell(text));
startService();

const LibrarySwitch = afterPaint(() =>
  import('../features/library/library-switch').then((module) => module.LibrarySwitch),
);
const Player = afterPaint(() =>
  import('../features/player/player').then((module) => module.Player),
);
const CommandDialogs = afterPaint(() =>
  import('./commands/command-dialogs').then((module) => module.CommandDialogs),
);
const PromptsScreen = lazy(() =>
  import('../features/prompts/prompts-screen').then((module) => ({
    default: module.PromptsScreen,
  })),
);
const CompareScreen = lazy(() =>
  import('../features/compare/compare-screen').then((module) => ({
    default: module.CompareScreen,
  })),
);
const CheckScreen = lazy(() =>
  import('../features/check/check-screen').then((module) => ({ default: module.CheckScreen })),
);
const SettingsScreen = lazy(() =>
  import('../features/settings/settings-screen').then((module) => ({
    default: module.SettingsScreen,
  })),
);

/** The frame around every screen of an open library. */
export function Shell({ library }: Readonly<{ library: LibraryInfo }>) {
  const { screen } = useRoute();
  return (
    <div className={classes.shell}>
      <nav aria-label="Main" className={classes.nav}>
        <Suspense fallback={<LibraryFace library={library} />}>
          <LibrarySwitch library={library} />
        </Suspense>
        <NewGenerationButton readOnlyReason={library.readOnlyReason} />
        <ul className={classes.links}>
          {places.map((place) => (
            <PlaceLink key={place.screen} place={place} current={screen === place.screen} />
          ))}
        </ul>
        <div className={classes.bottom}>
          <ServiceButton />
          <ul>
            <PlaceLink place={settingsPlace} current={screen === 'settings'} />
          </ul>
        </div>
      </nav>
      <div className={classes.content}>
        {library.readOnlyReason !== null && (
          <div className={classes.banner} role="note">
            <IconLock size={14} stroke={1.75} className={classes.bannerIcon} aria-hidden />
            <span>
              <strong>{library.readOnlyReason}</strong> Everything can be looked at, nothing
              changed.
            </span>
          </div>
        )}
        {library.warning !== null && (
          <div className={classes.banner} role="alert">
            <IconAlertTriangle size={14} stroke={1.75} className={classes.bannerIcon} aria-hidden />
            <span>{library.warning}</span>
          </div>
        )}
        <div className={classes.screen}>
          <ErrorBoundary key={screen}>
            <Suspense fallback={null}>
              {screen === 'generations' && <GenerationsScreen library={library} />}
              {screen === 'compare' && <CompareScreen />}
              {screen === 'prompts' && <PromptsScreen library={library} />}
              {screen === 'check' && <CheckScreen />}
              {screen === 'settings' && <SettingsScreen library={library} />}
            </Suspense>
          </ErrorBoundary>
        </div>
      </div>
      <Suspense fallback={null}>
        <Player />
        <CommandDialogs library={library} />
      </Suspense>
    </div>
  );
}

function PlaceLink({ place, current }: Readonly<{ place: Place; current: boolean }>) {
  const { screen, label, icon: Icon } = place;
  return (
    <li>
      <a
        href={`#/${screen}`}
        className={classes.link}
        aria-current={current ? 'page' : undefined}
        title={label}
      >
        <Icon size={16} stroke={1.75} aria-hidden />
        <span className={classes.linkLabel}>{label}</span>
      </a>
    </li>
  );
}
