import { FieldType } from '@grafana/data';
import { frameOf } from '../panel.testing';
import { annotationMarkers, annotationRegions, type AnnotationRegion } from './annotationRegions';

describe('annotations over time', () => {
  it('are the rows of all layers by their beginnings, each in the lane of its layer', () => {
    const breaches = frameOf(
      { name: 'time', type: FieldType.time, values: [300, 100] },
      { name: 'timeEnd', type: FieldType.time, values: [400, 150] },
      { name: 'title', type: FieldType.string, values: ['late', 'early'] },
      { name: 'text', type: FieldType.string, values: ['', 'why'] },
      { name: 'tags', type: FieldType.other, values: [[], ['breach', 'api']] }
    );
    const instant = frameOf(
      { name: 'time', type: FieldType.time, values: [200] },
      { name: 'timeEnd', type: FieldType.time, values: [null] }
    );
    const regions = annotationRegions([
      { name: 'Breaches', color: 'red', frame: breaches },
      { name: 'Deployments', color: 'blue', frame: instant },
    ]);
    expect(regions).toEqual([
      {
        fromMs: 100,
        toMs: 150,
        title: 'early',
        text: 'why',
        tags: ['breach', 'api'],
        layer: 'Breaches',
        color: 'red',
        lane: 0,
      },
      { fromMs: 200, toMs: 200, title: '', text: '', tags: [], layer: 'Deployments', color: 'blue', lane: 1 },
      { fromMs: 300, toMs: 400, title: 'late', text: '', tags: [], layer: 'Breaches', color: 'red', lane: 0 },
    ]);
  });

  it('are none where an annotation query answered nothing', () => {
    expect(annotationRegions([{ name: 'Breaches', color: 'red', frame: frameOf() }])).toEqual([]);
  });
});

describe('markers at the axis', () => {
  it('are where their regions are', () => {
    expect(markersOf(region(100, 200))).toEqual([{ leftPx: 100, widthPx: 100, titles: ['100'] }]);
  });

  it('end where the axis ends', () => {
    expect(markersOf(region(-100, 50), region(900, 2_000))).toEqual([
      { leftPx: 0, widthPx: 50, titles: ['-100'] },
      { leftPx: 900, widthPx: 100, titles: ['900'] },
    ]);
  });

  it('are absent for what lies outside of the range', () => {
    expect(markersOf(region(-200, -100), region(1_100, 1_200))).toEqual([]);
  });

  it('are wide enough to point at, at the very end too', () => {
    expect(markersOf(region(500, 500), region(1_000, 1_000))).toEqual([
      { leftPx: 500, widthPx: 6, titles: ['500'] },
      { leftPx: 994, widthPx: 6, titles: ['1000'] },
    ]);
  });

  it('are shared by regions of one layer that overlap, and by no others', () => {
    const maintenance = { ...region(150, 160), lane: 1 };
    expect(markersOf(region(100, 300), maintenance, region(200, 400), region(500, 600))).toEqual([
      { leftPx: 100, widthPx: 300, titles: ['100', '200'] },
      { leftPx: 150, widthPx: 10, titles: ['150'] },
      { leftPx: 500, widthPx: 100, titles: ['500'] },
    ]);
  });
});

/** An axis of 1000 pixels and as many milliseconds. */
function markersOf(...regions: AnnotationRegion[]) {
  return annotationMarkers(regions, (ms) => ms, 1_000).map(({ leftPx, widthPx, regions: shared }) => ({
    leftPx,
    widthPx,
    titles: shared.map(({ title }) => title),
  }));
}

function region(fromMs: number, toMs: number): AnnotationRegion {
  return { fromMs, toMs, title: String(fromMs), text: '', tags: [], layer: 'Breaches', color: 'red', lane: 0 };
}
