import { bucketsOfChange, observedShare } from './observedShare';

const HOURS = 48;

/** Buckets of `pods` series that are scraped once a minute, changed by `edit`. */
function samplesOf(pods: number, edit: (samples: Float64Array, series: Float64Array) => void = () => undefined) {
  const samples = new Float64Array(HOURS).fill(60 * pods);
  const series = new Float64Array(HOURS).fill(pods);
  edit(samples, series);
  return observedShare(samples, series, 2);
}

describe('the share of a bucket that was observed', () => {
  it('is whole when every series has its usual samples', () => {
    expect([...samplesOf(4)]).toEqual(new Array(HOURS).fill(1));
  });

  it('is nothing where no series has a sample', () => {
    const share = samplesOf(4, (samples, series) => {
      samples.fill(0, 10, 14);
      series.fill(0, 10, 14);
    });
    expect([...share.subarray(9, 15)]).toEqual([1, 0, 0, 0, 0, 1]);
  });

  it('is what a partly observed bucket has of the usual samples', () => {
    const share = samplesOf(4, (samples) => {
      samples[20] = 4 * 30;
    });
    expect(share[20]).toBeCloseTo(0.5);
  });

  it('stays whole when one scrape is missing, because scrapes jitter', () => {
    const share = samplesOf(1, (samples) => {
      samples[20] = 59;
    });
    expect(share[20]).toBe(1);
  });

  it('stays whole when pods go away for good', () => {
    const share = samplesOf(4, (samples, series) => {
      samples.fill(60, 24);
      series.fill(1, 24);
    });
    expect(Math.min(...share)).toBe(1);
  });

  it('stays whole every night when pods are scaled down', () => {
    const share = samplesOf(4, (samples, series) => {
      for (const night of [0, 24]) {
        samples.fill(60, night, night + 8);
        series.fill(1, night, night + 8);
      }
    });
    expect(Math.min(...share)).toBe(1);
  });

  it('stays whole in the hour in which all pods are replaced by new ones', () => {
    const share = samplesOf(4, (_, series) => {
      series[20] = 8;
    });
    expect(share[20]).toBe(1);
  });

  it('is nothing for a counter with a single sample, which shows no growth', () => {
    const samples = new Float64Array(4).fill(3);
    const series = new Float64Array(4).fill(3);
    expect([...observedShare(samples, series, 2)]).toEqual([0, 0, 0, 0]);
    expect([...observedShare(samples, series, 1)]).toEqual([1, 1, 1, 1]);
  });

  it('is nothing in an answer without any samples', () => {
    expect([...observedShare(new Float64Array(3), new Float64Array(3), 2)]).toEqual([0, 0, 0]);
  });
});

describe('buckets in which series may have come or gone', () => {
  const changesOf = (edit: (samples: Float64Array, series: Float64Array) => void) => {
    const samples = new Float64Array(HOURS).fill(240);
    const series = new Float64Array(HOURS).fill(4);
    edit(samples, series);
    return bucketsOfChange(samples, series, 0);
  };

  it('are none where every series has its usual samples, and those from which on there are fewer', () => {
    expect(changesOf(() => undefined)).toEqual([]);
    const fewer = changesOf((samples, series) => {
      samples.fill(120, 24);
      series.fill(2, 24);
    });
    expect(fewer).toEqual([24]);
  });

  it('are those with a series that came late or ended early, and those with more or fewer series than before', () => {
    const changed = changesOf((samples, series) => {
      samples[10] = 239;
      [samples[20], series[20]] = [240, 5];
      samples.fill(300, 30);
      series.fill(5, 30);
    });
    expect(changed).toEqual([10, 20, 21, 30]);
  });

  it('are all of them where one series ends and another begins all the time, by the scrape interval', () => {
    const [samples, series] = [new Float64Array(4).fill(260), new Float64Array(4).fill(3)];
    expect(bucketsOfChange(samples, series, 0)).toEqual([]);
    expect(bucketsOfChange(samples, series, 120)).toEqual([1, 2, 3]);
  });
});
