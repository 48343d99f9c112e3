import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../shared/settings';
import { openStorage } from './open-storage';
import { sampleLibrary, temporaryFolder } from './testing/libraries';

const options = () => ({
  create: false,
  dataFolder: temporaryFolder(),
  role: 'long' as const,
  stalledAfter: defaultSettings.stalledAfter,
  tell: () => {},
});

describe('openStorage', () => {
  it.each([(path: string) => path, (path: string) => `sqlite:///${path}`])(
    'opens a file by its path and by its URL (%#)',
    async (urlOf) => {
      const library = await openStorage(urlOf(sampleLibrary()), options());
      expect(await library.handlers['generations.count']({ filter: {} })).toMatchObject({
        total: 400,
      });
      await library.close();
    },
  );

  it('names the database that it has no engine for', () => {
    expect(() => openStorage('mysql://dgx/music', options())).toThrow(
      expect.objectContaining({
        code: 'library-url-invalid',
        message: expect.stringContaining('mysql'),
      }),
    );
  });
});
