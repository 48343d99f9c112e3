import { describe, expect, it } from 'vitest';
import { libraryPath } from './library-url';
import { failureOf } from './testing/libraries';

describe('libraryPath', () => {
  it.each([
    ['sqlite:///data/generations.db', '/music/data/generations.db'],
    ['sqlite:////srv/music/data/generations.db', '/srv/music/data/generations.db'],
    ['sqlite+pysqlite:///data/generations.db', '/music/data/generations.db'],
    ['SQLite:///x.db', '/music/x.db'],
    ['sqlite:///x.db?timeout=10&check_same_thread=false', '/music/x.db'],
    ['sqlite:///100%20.db', '/music/100%20.db'],
    ['x.db', '/music/x.db'],
    ['/srv/what?.db', '/srv/what?.db'],
    ['../x.db', '/x.db'],
  ])('%s is %s', (url, path) => {
    expect(libraryPath(url, '/music')).toBe(path);
  });

  it.each([
    '',
    'sqlite:',
    'sqlite://',
    'sqlite:///',
    'sqlite://host/x.db',
    'sqlite:x.db',
    'sqlite:///:memory:',
    ':memory:',
    'sqlite:///file:x.db?mode=ro&uri=true',
    'mysql+pymysql://root@localhost/music',
    'file:///x.db',
    'x.db\0',
    'x.db ',
  ])('refuses %j', (url) => {
    expect(failureOf(() => libraryPath(url, '/music'))).toMatchObject({
      code: 'library-url-invalid',
      hint: expect.stringContaining('sqlite:///'),
    });
  });

  it('says which database it was, and keeps a password to itself', () => {
    const { message } = failureOf(() => libraryPath('postgresql://dgx:secret@db/music'));
    expect(message).toContain('postgresql');
    expect(message).not.toContain('secret');
  });
});
