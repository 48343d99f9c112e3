import { Menu, MenuParts } from '../../ui/menu';
import { setSpeed } from './engine';
import classes from './player.module.css';

const speeds = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/** How fast it plays; the pitch stays. */
export function SpeedMenu({ speed }: Readonly<{ speed: number }>) {
  return (
    <Menu position="top-end" width={110}>
      <MenuParts.Target>
        <button
          type="button"
          className={classes.speed}
          aria-label={`Speed ${speed}×`}
          title="Speed"
          data-changed={speed !== 1 || undefined}
        >
          {speed}×
        </button>
      </MenuParts.Target>
      <MenuParts.Dropdown>
        {[...speeds].reverse().map((choice) => (
          <MenuParts.Item
            key={choice}
            aria-current={choice === speed || undefined}
            fw={choice === speed ? 600 : undefined}
            onClick={() => setSpeed(choice)}
          >
            {choice}×
          </MenuParts.Item>
        ))}
      </MenuParts.Dropdown>
    </Menu>
  );
}
