/** An object that the walk has come to. */
export interface Visit {
  /** Place in the order in which the walk came to objects that are not settled yet. */
  readonly place: number;
  /** The first such place that the object leads back to; its own place if it leads back to none. */
  low: number;
  /** The count of changes when the walk came to the object. */
  readonly changes: number;
  /** The replacement of the object. Undefined if the object itself stays. */
  copy: unknown;
  /** The first place that the members of the enclosing object had led back to before. */
  readonly outer: number;
  /** Whether all members are walked. */
  isWalked: boolean;
  /** Whether the replacement of the object is final. */
  isSettled: boolean;
}

/**
 * Remembers the replacement of each object of a walk, cycles included. When the walk comes back to an object whose members
 * it is still walking, it does not know yet whether the object must change. The walk continues with a copy, and all objects
 * of the cycle get copies. The copies are dropped if nothing in the cycle had to change. A cycle is a strongly connected
 * component, found as in Tarjan's algorithm.
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

  /** The replacement of an object that the walk has met before. If the object is still being walked, it is a copy. */
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

  /** Ends with the members of an object. Returns the object's replacement. */
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
   * Replaces an object whose walk failed by a note. Copies that were made meanwhile stay.
   *
   * @param place the values of `place` and `low` before the walk of the object.
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
