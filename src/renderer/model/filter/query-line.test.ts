import { describe, expect, it } from 'vitest';
import { parseQuery } from './query-line';

const now = new Date(2026, 10, 22, 12, 0, 0).getTime();
const parse = (line: string) => parseQuery(line, now);
const filterOf = (line: string) => parse(line).filter;
const local = (...date: [number, number, number]) => new Date(...date).toISOString();

describe('the line of the issue', () => {
  it('is every kind of condition at once', () => {
    expect(parse('status:failed model:musicgen-small bpm:>120 key:Cm "lofi piano"')).toEqual({
      filter: {
        statuses: ['failed'],
        models: ['musicgen-small'],
        metadata: [
          { path: ['bpm'], operator: '>', value: 120 },
          { path: ['key'], operator: '=', value: 'Cm' },
        ],
        text: 'lofi piano',
      },
      mistakes: [],
    });
  });
});

describe('text', () => {
  it('is what has no name', () => {
    expect(filterOf('tape hiss')).toEqual({ text: 'tape hiss' });
    expect(filterOf('   ')).toEqual({});
    expect(filterOf('"status:failed"')).toEqual({ text: 'status:failed' });
    expect(filterOf('"a \\"quoted\\" word"')).toEqual({ text: 'a "quoted" word' });
    expect(filterOf('日本の琴 100% \\')).toEqual({ text: '日本の琴 100% \\' });
    expect(filterOf('http://example.invalid')).toEqual({ text: 'http://example.invalid' });
  });

  it('may be unfinished', () => {
    expect(filterOf('"lofi pia')).toEqual({ text: 'lofi pia' });
    expect(parse('status: lofi')).toEqual({ filter: { text: 'lofi' }, mistakes: [] });
    expect(parse('bpm:>')).toEqual({ filter: {}, mistakes: [] });
  });
});

describe('musical words', () => {
  it('are conditions, and it is said which', () => {
    expect(parse('techno 120 bpm A minor')).toEqual({
      filter: {
        text: 'techno',
        metadata: [
          { path: ['bpm'], operator: '=', value: 120 },
          { path: ['key'], operator: '=', value: 'A minor' },
        ],
      },
      mistakes: [],
      readAs: ['bpm:120', 'key:"A minor"'],
    });
  });

  it('are text in quotes', () => {
    expect(parse('"120 bpm" "Am"')).toEqual({ filter: { text: '120 bpm Am' }, mistakes: [] });
  });

  it('are lengths where they are minutes', () => {
    const length = { minDurationSeconds: 150, maxDurationSeconds: 150 };
    expect(filterOf('2:30')).toEqual(length);
    expect(filterOf('length:2:30')).toEqual(length);
    expect(filterOf('length:1:00..2:30')).toEqual({ ...length, minDurationSeconds: 60 });
    expect(filterOf('time:>1:30')).toEqual({ overTimeTakenSeconds: 90 });
  });

  it('a date that goes on until now has no end', () => {
    for (const date of ['today', '7d']) {
      expect(parse(`created:<=${date}`)).toEqual({ filter: {}, mistakes: [] });
      expect(parse(`date:>${date}`)).toEqual({
        filter: {},
        mistakes: [expect.stringContaining('yet to come')],
      });
      expect(filterOf(`created:>=${date}`)).toEqual(filterOf(`created:${date}`));
    }
  });

  it('a date is when it was created', () => {
    expect(filterOf('date:2026-01-31')).toEqual(filterOf('created:2026-01-31'));
    expect(filterOf('date:>=7d')).toEqual(filterOf('created:>=7d'));
    expect(filterOf('date:take1').metadata).toHaveLength(1);
  });
});

describe('fields', () => {
  it('take several values', () => {
    expect(filterOf('status:failed,Pending status:failed')).toEqual({
      statuses: ['failed', 'pending'],
    });
    expect(filterOf('model:"my model"')).toEqual({ models: ['my model'] });
  });

  it('take ranges of seconds', () => {
    expect(filterOf('length:8..16')).toEqual({ minDurationSeconds: 8, maxDurationSeconds: 16 });
    expect(filterOf('time:>1.5min')).toEqual({ overTimeTakenSeconds: 90 });
    expect(filterOf('length:>8 length:<30s')).toEqual({
      overDurationSeconds: 8,
      underDurationSeconds: 30,
    });
    expect(filterOf('length:>=8')).toEqual({ minDurationSeconds: 8 });
    expect(filterOf('time:<=20s')).toEqual({ maxTimeTakenSeconds: 20 });
    expect(filterOf('length:30')).toEqual({ minDurationSeconds: 30, maxDurationSeconds: 30 });
  });

  it('take judgements', () => {
    expect(filterOf('is:unheard is:starred tag:"big drop" tag:intro')).toEqual({
      heard: false,
      starred: true,
      tags: ['big drop', 'intro'],
    });
    expect(filterOf('rating:>=4')).toEqual({ minRating: 4 });
    expect(filterOf('rating:<3')).toEqual({ maxRating: 2 });
    expect(filterOf('rating:2..3')).toEqual({ minRating: 2, maxRating: 3 });
    expect(filterOf('rating:5')).toEqual({ minRating: 5 });
    expect(filterOf('rating:1..5')).toEqual({ rated: true });
    expect(filterOf('audio:missing,silent')).toEqual({ audio: ['missing', 'silent'] });
    expect(parse('is:Stalled is:sta')).toEqual({ filter: { stalled: true }, mistakes: [] });
    expect(parse('audio:loud').mistakes).toHaveLength(1);
    expect(parse('is:loud rating:6').mistakes).toHaveLength(2);
  });

  it('take dates of the local calendar', () => {
    expect(filterOf('created:2026-01-31')).toEqual({
      createdFrom: local(2026, 0, 31),
      createdBefore: local(2026, 1, 1),
    });
    expect(filterOf('created:2025-12')).toEqual({
      createdFrom: local(2025, 11, 1),
      createdBefore: local(2026, 0, 1),
    });
    expect(filterOf('created:<2026')).toEqual({ createdBefore: local(2026, 0, 1) });
    expect(filterOf('created:today')).toEqual({ createdFrom: local(2026, 10, 22) });
    expect(filterOf('created:7d')).toEqual({
      createdFrom: new Date(now - 7 * 86_400_000).toISOString(),
    });
  });
});

describe('metadata', () => {
  it('is any other name', () => {
    expect(filterOf('analysis.loudness:<-10')).toEqual({
      metadata: [{ path: ['analysis', 'loudness'], operator: '<', value: -10 }],
    });
    expect(filterOf('loop:true')).toEqual({
      metadata: [{ path: ['loop'], operator: '=', value: true }],
    });
    expect(filterOf('take:"7"')).toEqual({
      metadata: [{ path: ['take'], operator: '=', value: '7' }],
    });
    expect(filterOf('bpm:100..120 has:key no:genre key:!=Cm')).toEqual({
      metadata: [
        { path: ['bpm'], operator: '≥', value: 100 },
        { path: ['bpm'], operator: '≤', value: 120 },
        { path: ['key'], operator: 'present' },
        { path: ['genre'], operator: 'absent' },
        { path: ['key'], operator: '≠', value: 'Cm' },
      ],
    });
  });
});

describe('mistakes', () => {
  it('are said, and the rest applies', () => {
    expect(parse('bpm:>fast status:failed')).toEqual({
      filter: { statuses: ['failed'] },
      mistakes: ['“bpm:>fast” needs a number after >'],
    });
    expect(parse('length:long').mistakes).toEqual([
      '“length:long” needs a number of seconds, as in length:>20',
    ]);
    expect(parse('created:soon').mistakes).toEqual([
      '“created:soon” needs a date, as in created:2026-01-31, created:7d or created:today',
    ]);
  });
});
