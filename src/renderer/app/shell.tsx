import { IconList, IconLock } from '@tabler/icons-react';
import type { LibraryInfo } from '../../shared/library';
import { GenerationsScreen } from '../generations/generations-screen';
import { LibrarySwitch } from '../library/library-switch';
import { type Screen, useRoute } from './route';
import classes from './shell.module.css';

type Place = Readonly<{ screen: Screen; label: string; icon: typeof IconList }>;

const places: readonly Place[] = [{ screen: 'generations', label: 'Generations', icon: IconList }];

/** The frame around every screen of an open library. */
export function Shell({ library }: Readonly<{ library: LibraryInfo }>) {
  const { screen } = useRoute();
  return (
    <div className={classes.shell}>
      <nav aria-label="Main" className={classes.nav}>
        <LibrarySwitch library={library} />
        <ul className={classes.links}>
          {places.map(({ screen: target, label, icon: Icon }) => (
            <li key={target}>
              <a
                href={`#/${target}`}
                className={classes.link}
                aria-current={screen === target ? 'page' : undefined}
                title={label}
              >
                <Icon size={16} stroke={1.75} aria-hidden />
                <span className={classes.linkLabel}>{label}</span>
              </a>
            </li>
          ))}
        </ul>
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
        <div className={classes.screen}>
          <GenerationsScreen library={library} />
        </div>
      </div>
    </div>
  );
}
