// @ts-check
import { expect, test } from 'vitest';
import { createNoiseFilter, isHarmlessNoise } from './stderr-filter.mjs';

const busLine =
  '[812:1122/074000.123456:ERROR:bus.cc(407)] Failed to connect to the bus: Failed to connect to socket';

test('what Chromium says on a machine without bus or graphics card is noise', () => {
  expect(isHarmlessNoise(busLine)).toBe(true);
  expect(
    isHarmlessNoise('[1:1/1.1:ERROR:dbus/object_proxy.cc(576)] Failed to call method: x'),
  ).toBe(true);
  expect(
    isHarmlessNoise('[9:1/1.1:ERROR:viz_main_impl.cc(181)] Exiting GPU process due to errors'),
  ).toBe(true);
});

test('what the application says is not, nor are other errors of Chromium', () => {
  expect(isHarmlessNoise('Error: no such table: generations')).toBe(false);
  expect(isHarmlessNoise('[9:1/1.1:FATAL:gpu_data_manager_impl_private.cc(431)] GPU dead')).toBe(
    false,
  );
  expect(isHarmlessNoise('(node:9) Warning: the bus.cc of something else')).toBe(false);
});

test('lines are judged whole, however they arrive', () => {
  const filter = createNoiseFilter();
  const half = Math.floor(busLine.length / 2);
  expect(filter.push(`one\n${busLine.slice(0, half)}`)).toBe('one\n');
  expect(filter.push(`${busLine.slice(half)}\ntwo\nthr`)).toBe('two\n');
  expect(filter.push('ee')).toBe('');
  expect(filter.end()).toBe('three\n');
  expect(createNoiseFilter().end()).toBe('');
});
