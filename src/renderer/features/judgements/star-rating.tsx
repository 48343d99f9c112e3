import { useId } from 'react';
import classes from './star-rating.module.css';

type StarRatingProps = Readonly<{
  value: number | null;
  disabled?: boolean;
  onChange: (value: number | null) => void;
}>;

/** One to five stars to choose from. The one chosen, chosen again, takes the rating away. */
export function StarRating({ value, disabled, onChange }: StarRatingProps) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label="Rating" className={classes.group}>
      {[1, 2, 3, 4, 5].map((stars) => (
        <label key={stars} className={classes.star} data-on={stars <= (value ?? 0) || undefined}>
          <input
            type="radio"
            name={name}
            className={classes.input}
            aria-label={stars === 1 ? '1 star' : `${stars} stars`}
            title={`${stars} of 5`}
            checked={value === stars}
            disabled={disabled}
            onChange={() => onChange(stars)}
            onClick={() => value === stars && onChange(null)}
          />
        </label>
      ))}
    </div>
  );
}

/** A rating as the list shows it: one element, however many stars. */
export function Stars({ rating }: Readonly<{ rating: number }>) {
  return (
    <span
      role="img"
      aria-label={`${rating} of 5`}
      className={classes.stars}
      style={{ width: rating * starWidth }}
    />
  );
}

/** That a generation is starred. */
export function StarSign() {
  return <span role="img" aria-label="Starred" className={classes.starred} />;
}

/** Beside an average rating. */
export function RatingSign() {
  return <span aria-hidden="true" className={classes.stars} style={{ width: starWidth }} />;
}

/** Of one star in a list, pixels. */
export const starWidth = 14;
