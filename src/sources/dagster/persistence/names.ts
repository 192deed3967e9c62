/** Texts that a record writes once and otherwise names by their place. */
export class Names {
  private readonly places: Map<string, number>;

  constructor(readonly all: string[] = []) {
    this.places = new Map(all.map((name, place) => [name, place]));
  }

  placeOf(name: string): number {
    const known = this.places.get(name);
    if (known !== undefined) {
      return known;
    }
    this.places.set(name, this.all.length);
    return this.all.push(name) - 1;
  }
}

/** @throws RangeError for a place that the list does not have: the record is broken */
export function at<Item>(list: readonly Item[], place: number): Item {
  const item = list[place];
  if (item === undefined) {
    throw new RangeError(`no entry ${place} of ${list.length}`);
  }
  return item;
}
