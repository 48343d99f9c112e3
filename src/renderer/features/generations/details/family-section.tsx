import { IconScale } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Json } from '../../../../shared/generation';
import type { FamilyMember, JobDifference } from '../../../../shared/job';
import { showDetailsOf } from '../../../model/cursor';
import { familyQuery } from '../../../model/generation-queries';
import { Button } from '../../../ui/button';
import { TimeText } from '../../../ui/time-text';
import { fewestTakes, mostTakes, openCompare } from '../../compare/compare-route';
import { isPlayable } from '../../player/neighbours';
import { StatusSign } from '../status-mark';
import pane from './details-pane.module.css';
import classes from './family-section.module.css';

/** What the generation was made from, and what was made from it; absent where it is alone. */
export function FamilySection({ id }: Readonly<{ id: string }>) {
  const { data } = useQuery(familyQuery(id));
  if (!data || data.members.length === 0) return null;
  const takes = takesToCompare(data.members, id);
  return (
    <section className={pane.section}>
      <div className={pane.sectionHead}>
        <h2>Family</h2>
        {takes.length >= fewestTakes && (
          <Button size="small" look="quiet" onClick={() => openCompare(takes)}>
            <IconScale size={14} stroke={1.75} aria-hidden />
            Compare
          </Button>
        )}
      </div>
      <ol className={classes.family} aria-label="Family">
        {data.members.map((member) => (
          <Member key={member.id} member={member} current={member.id === id} />
        ))}
      </ol>
    </section>
  );
}

/** Of those with audio the one that is shown, then the first others. */
const takesToCompare = (members: readonly FamilyMember[], id: string): readonly string[] =>
  members
    .filter(isPlayable)
    .map((member) => member.id)
    .sort((a, b) => Number(b === id) - Number(a === id))
    .slice(0, mostTakes);

function Member({ member, current }: Readonly<{ member: FamilyMember; current: boolean }>) {
  const { rerunOf, differences, createdAt, status } = member;
  return (
    <li>
      <button
        type="button"
        className={classes.member}
        aria-current={current || undefined}
        onClick={() => showDetailsOf(member.id)}
      >
        <StatusSign status={status} />
        <span className={classes.text}>
          <span className={classes.head}>
            <span>{rerunOf === null ? 'Original' : 'Run again'}</span>
            {current && <span className={classes.here}>this one</span>}
            {createdAt && (
              <span className={classes.when}>
                <TimeText instant={createdAt} />
              </span>
            )}
          </span>
          {rerunOf !== null && <Differences differences={differences} />}
        </span>
      </button>
    </li>
  );
}

function Differences({ differences }: Readonly<{ differences: readonly JobDifference[] }>) {
  if (differences.length === 0) return <span className={classes.same}>nothing changed</span>;
  return (
    <>
      {differences.map(({ field, from, to }) => (
        <span key={field} className={classes.difference}>
          {field} <del>{textOf(from)}</del> → <ins>{textOf(to)}</ins>
        </span>
      ))}
    </>
  );
}

const textOf = (value: Json): string => {
  if (value === null) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
};
