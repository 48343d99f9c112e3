import { IconChevronRight, IconFolderOpen, IconPlus, IconWaveSine } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { usePainted } from '../../base/painted';
import { TimeText } from '../../ui/time-text';
import { chooseLibrary, createLibrary, openRecent, openSample } from './library-actions';
import { recentQuery } from './library-queries';
import classes from './library-screens.module.css';

/** No library is open: the ways to one. */
export function WelcomeScreen() {
  const recent = useQuery(recentQuery);
  usePainted(!recent.isPending);
  const entries = recent.data ?? [];
  return (
    <main className={classes.welcome}>
      <div className={classes.welcomeColumn}>
        <Emblem />
        <h1 className={classes.welcomeTitle}>DGX Music Monitor</h1>
        <p className={classes.lead}>
          Every generation of a DGX Music library: browse, filter, inspect and retry.
        </p>
        <div className={classes.ways}>
          <Way
            icon={<IconFolderOpen size={18} stroke={1.6} />}
            title="Open a library…"
            text="The service's file, usually data/generations.db"
            onChoose={() => void chooseLibrary()}
          />
          <Way
            icon={<IconPlus size={18} stroke={1.6} />}
            title="Create an empty library…"
            text="A new file that DGX Music can work with"
            onChoose={() => void createLibrary()}
          />
          <Way
            icon={<IconWaveSine size={18} stroke={1.6} />}
            title="Explore a sample library"
            text="5,000 generations, synthesised audio and a worker that takes new jobs"
            onChoose={() => void openSample()}
          />
        </div>
        {entries.length > 0 && (
          <section aria-labelledby="recent-libraries">
            <h2 id="recent-libraries" className={classes.heading}>
              Recent
            </h2>
            <ul className={classes.recent}>
              {entries.map((entry) => (
                <li key={entry.id}>
                  <button
                    type="button"
                    className={classes.recentEntry}
                    onClick={() => void openRecent(entry.id)}
                  >
                    <span className={classes.recentName}>{entry.name}</span>
                    <span className={classes.recentPath}>
                      <bdi>{entry.path}</bdi>
                    </span>
                    <span className={classes.recentTime}>
                      <TimeText instant={entry.openedAt} />
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </main>
  );
}

type WayProps = Readonly<{ icon: ReactNode; title: string; text: string; onChoose: () => void }>;

function Way({ icon, title, text, onChoose }: WayProps) {
  return (
    <button type="button" className={classes.way} onClick={onChoose}>
      <span className={classes.wayIcon} aria-hidden="true">
        {icon}
      </span>
      <span className={classes.wayText}>
        <span className={classes.wayTitle}>{title}</span>
        <span className={classes.wayHint}>{text}</span>
      </span>
      <IconChevronRight size={16} className={classes.chevron} aria-hidden />
    </button>
  );
}

/** A row of level meters: the application's sign. */
function Emblem() {
  const levels = [6, 14, 22, 12, 18, 8];
  return (
    <svg className={classes.emblem} width="44" height="44" viewBox="0 0 44 44" aria-hidden="true">
      <rect width="44" height="44" rx="10" fill="var(--accent-fill)" />
      {levels.map((level, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: the bars never change place.
          key={index}
          x={9 + index * 4.6}
          y={22 - level / 2}
          width="2.6"
          height={level}
          rx="1.3"
          fill="#ffffff"
        />
      ))}
    </svg>
  );
}
