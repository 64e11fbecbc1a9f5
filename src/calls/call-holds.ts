/** A call holds the secrets of at most this many messages, the latest ones: an endless stream must not fill the memory. */
const MAX_HELD_MESSAGES = 1000;

/** What one call holds live. It keeps neither messages nor metadata, only the functions that release them. */
export class CallHolds {
  /** By message, the oldest first. */
  #messages: (() => void)[] = [];
  /** Of metadata, which is there for the whole call. */
  #metadata: (() => void)[] = [];
  #isReleased = false;

  /** Whether nothing is held. */
  get isEmpty(): boolean {
    return this.#messages.length === 0 && this.#metadata.length === 0;
  }

  /** Takes over the secrets of a message. */
  addMessage(release: () => void): void {
    // A handler may send more messages after the end: they have the grace time.
    if (this.#isReleased) {
      release();
      return;
    }
    this.#messages.push(release);
    if (this.#messages.length > MAX_HELD_MESSAGES) this.#messages.shift()?.();
  }

  /** Takes over the credentials of metadata. */
  addMetadata(release: () => void): void {
    if (this.#isReleased) release();
    else this.#metadata.push(release);
  }

  /** Releases all of it, and at once what comes later. Never throws. */
  release(): void {
    this.#isReleased = true;
    const releases = [...this.#messages, ...this.#metadata];
    this.#messages = [];
    this.#metadata = [];
    for (const release of releases) {
      try {
        release();
      } catch {
        // Stack overflow. Release the others all the same.
      }
    }
  }
}
