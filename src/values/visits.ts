/** An object that the walk has come to. */
export interface Visit {
  /** Place in the order in which the walk came to objects that are not settled yet. */
  readonly place: number;
  /** The first such place that the object leads back to; its own place if it leads back to none. */
  low: number;
  /** The count of changes when the walk came to the object. */
  readonly changes: number;
  /** What stands in place of the object. Undefined if the object itself does. */
  copy: unknown;
  /** The first place that the members of the enclosing object had led back to before. */
  readonly outer: number;
  /** Whether all members are walked. */
  isWalked: boolean;
  /** Whether it is certain what stands in place of the object. */
  isSettled: boolean;
}

/**
 * Remembers what stands in place of each object of a walk, circles included. When the walk comes back to an object whose
 * members it is still walking, it is not known yet whether the object has to change. The walk goes on with a copy, and all
 * objects of the circle get copies. They are dropped again if nothing in the circle had to change. A circle is a strongly
 * connected component, found as in Tarjan's algorithm.
 */
export class Visits {
  /** Counts the values that had to change. */
  changes = 0;
  #visits: Map<object, Visit> | undefined;
  readonly #unsettled: Visit[] = [];
  #low = Number.POSITIVE_INFINITY;

  get(object: object): Visit | undefined {
    return this.#visits?.get(object);
  }

  /** What stands in place of an object to which the walk has come before. If it is still walked, it has to have a copy. */
  again(visit: Visit, object: object): unknown {
    if (!visit.isSettled) this.#low = Math.min(this.#low, visit.low);
    else if (visit.copy !== undefined) this.changes++;
    return visit.copy ?? object;
  }

  /** Begins with the members of an object. */
  enter(object: object): Visit {
    const place = this.#unsettled.length;
    const visit: Visit = {
      place,
      low: place,
      changes: this.changes,
      outer: this.#low,
      copy: undefined,
      isWalked: false,
      isSettled: false,
    };
    this.#low = place;
    this.#unsettled.push(visit);
    this.#visits ??= new Map();
    this.#visits.set(object, visit);
    return visit;
  }

  /** Ends with the members of an object. Returns what stands in its place. */
  leave(visit: Visit, object: object): unknown {
    visit.isWalked = true;
    visit.low = this.#low;
    this.#low = visit.outer;
    if (visit.low < visit.place) this.#low = Math.min(this.#low, visit.low);
    else this.#settle(visit.place, this.changes > visit.changes);
    return visit.copy ?? object;
  }

  /** How many objects are not settled yet. For {@link giveUp}. */
  get place(): number {
    return this.#unsettled.length;
  }

  /** The first place that the members of the object under way lead back to. For {@link giveUp}. */
  get low(): number {
    return this.#low;
  }

  /**
   * Lets a note stand in place of an object whose walk failed. Copies that were made meanwhile stay.
   *
   * @param place and `low` are from before the walk of the object.
   */
  giveUp(place: number, low: number, object: object, note: string): string {
    this.#settle(place, true);
    this.#low = low;
    const visit = this.get(object);
    if (visit !== undefined) visit.copy = note;
    return note;
  }

  #settle(place: number, isChanged: boolean): void {
    while (this.#unsettled.length > place) {
      const visit = this.#unsettled.pop();
      if (visit === undefined) return;
      visit.isSettled = true;
      if (!isChanged) visit.copy = undefined;
    }
  }
}
