import { beforeEach, describe, expect, it, vi } from "vitest";
import { keyAt } from "../../src/scrub/forms/window.js";
import { LOOK_ALIKES } from "./look-alikes.js";

const TIMES = 400;
type RarePlace = typeof import("../../src/scrub/index/rare-place.js");
let { forgetPlace, rarePlace } = {} as RarePlace; // set before each test

// Nothing else was counted: other tests of the process have secrets that look alike.
beforeEach(async () => {
  vi.resetModules();
  ({ forgetPlace, rarePlace } = await import("../../src/scrub/index/rare-place.js"));
});

describe.each(LOOK_ALIKES)("the place by which a secret with $name is found", ({ make }) => {
  it("hardly moves as the secret comes and goes, as with a call that is made again and again", () => {
    for (let number = 0; number < 40; number++) rarePlace(make(number));
    const text = make(1000);
    const places = Array.from({ length: TIMES }, () => {
      const place = rarePlace(text);
      forgetPlace(keyAt(text, place));
      return place;
    });
    expect(new Set(places).size).toBeLessThan(5);
  });

  it("is another one than that of most others, while they are sought", () => {
    const texts = Array.from({ length: TIMES }, (_, number) => make(2000 + number));
    const windows = texts.map((text) => {
      const place = rarePlace(text);
      return text.slice(place, place + 4);
    });
    expect(new Set(windows).size).toBeGreaterThan(TIMES / 2);
  });
});
