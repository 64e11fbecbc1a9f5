import { describe, expect, it } from "vitest";
import { isGuessableBytes, isGuessableNumber, isGuessableText } from "../../src/pseudonym/guessable.js";

/** Behind this, a text has letters and bits enough. So what stands before it decides. */
const REST = " Jane Doe-Smith, of Springfield";
const areGuessable = (beginnings: readonly string[]): readonly string[] =>
  beginnings.filter((beginning) => isGuessableText(beginning + REST));

const DAYS =
  "mon monday tue tues tuesday wed wednesday thu thurs thursday fri friday sat saturday sun sunday";
const MONTHS =
  "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov november dec december";

describe("a text can be guessed if it begins with", () => {
  const dates = [
    ...["1984-12-31", "1984.1.2", "1984/12/31", "1984-1-31", "1984-12-3", " \t1984-12-31"],
    ...["19841231T235959Z", "19841231T2", "  19841231T2"],
    ...["31.12.1984", "1/2/84", "31-12-84", "1.12.1984", "12/1/984", " 31.12.1984"],
  ];
  const written = [
    ...MONTHS.split(" ").flatMap((month) => [`${month} 5`, `31 ${month}, 84`, `${month.toUpperCase()}.1984`]),
    ...DAYS.split(" ").flatMap((day) => [`${day} 31 dec 1984`, `${day},  may 5`]),
    ...[
      "1st jan-84",
      "2nd feb/84",
      "3rd-mar 84",
      "4th.  apr 84",
      "december 31st, 1984",
      " may  5",
      " mon may 5",
    ],
  ];
  const addresses = [
    "192.168.100.200",
    "1.2.3.4",
    " 1.2.3.4",
    "[1.2.3.4]",
    "[::ffff:1.2.3.4]:80",
    "::FFFF:1.2.3.4",
  ];

  it.each([
    ["a date in digits", dates],
    ["a date in words", written],
    ["an address of IPv4", addresses],
  ])("%s", (_, beginnings) => {
    expect(areGuessable(beginnings)).toEqual(beginnings);
  });

  it("but not if something looks like the beginning of one", () => {
    const others = [
      ...[
        "1984-12-315",
        "1984-12-31-5",
        "1984-12-31.5",
        "a1984-12-31",
        "1984-12",
        "198-12-31",
        "1984-123-31",
      ],
      ...["19841231", "19841231Today", "1984123T2", "198412311T2", "x19841231T2"],
      ...["31.12.19845", "31.12.1984.5", "123.12.1984", "31.123.1984", "31.12.1", "x31.12.1984"],
      ...[
        "mayor 5",
        "may",
        "may Jane",
        "x may 5",
        "311 may 5",
        "31may 5",
        "monmay 5",
        "mondaymay 5",
        "1xx may 5",
      ],
      ...[
        "1.2.3",
        "1.2.3.4x",
        "1.2.3.4.5",
        "1234.2.3.4",
        "1.2.3.4567",
        "x1.2.3.4",
        "::fffe:1.2.3.4",
        "1.2.3x4",
      ],
    ];
    expect(areGuessable(others)).toEqual([]);
  });
});

describe("a text of at most three letters can be guessed by its digits", () => {
  it.each<[string, string, boolean]>([
    ["eleven", "12345678901", true],
    ["twelve", "123456789012", false],
    ["eleven with three letters", "AB-C 12345678901", true],
    ["twelve with three letters", "AB-C 123456789012", false],
    ["eleven with three letters that are not in ASCII", "京都府 12345678901", true],
    ["twelve with three letters that are not in ASCII", "京都府 123456789012", false],
    ["eleven behind zeros", "00012345678901", true],
    ["twelve behind zeros", "000123456789012", false],
    ["twelve that are the same", "111111111111", true],
    ["twelve that are the same, behind zeros", "00111111111111", true],
    ["twelve of which one is another", "111111111112", false],
    ["zeros alone", "000000000000", true],
    ["none", "?!-?!-?!-?!-?!-?!-?!-", true],
    ["eleven among signs beside the letters in ASCII", "@[`{@[`{12345678901", true],
    ["eleven of another script", "١٢٣٤٥٦٧٨٩٠١", true],
    ["twelve of another script", "١٢٣٤٥٦٧٨٩٠١٢", false],
  ])("%s", (_, text, isGuessable) => {
    expect(isGuessableText(text)).toBe(isGuessable);
  });

  it("but not with four letters, whichever they are", () => {
    expect(["aZzA12345678901", "京都府京12345678901"].map(isGuessableText)).toEqual([false, false]);
  });
});

describe("what has letters can be guessed", () => {
  it.each<[string, string, boolean]>([
    ["by seven characters", "abcdefg", true],
    ["but not by eight that are different", "abcdefgh", false],
    ["by eight of which two are the same", "abcdefgg", true],
    ["by seven of which one is not in ASCII", "abcdefö", true],
    ["but not by eight of which one is not in ASCII", "abcdefgö", false],
    ["but not by two characters that come twenty times each", "abab".repeat(10), false],
    ["by one character, again and again", "a".repeat(300), true],
    ["by one character that is not in ASCII, again and again", "ä".repeat(300), true],
    ["by its first 256 characters", `${"a".repeat(256)}bcdefghijklmnop`, true],
    ["but not if others are among these", `bcdefghijklmnop${"a".repeat(256)}`, false],
    ["but not if it has 65,536 characters", "abcdefgh".repeat(8192), false],
    ["or cannot be hashed in time, with one more", `${"abcdefgh".repeat(8192)}a`, true],
  ])("%s", (_, text, isGuessable) => {
    expect(isGuessableText(text)).toBe(isGuessable);
  });
});

it("bytes can be guessed by the same rule for characters", () => {
  const bytes = (count: number, first = 1) =>
    Uint8Array.from({ length: count }, (_, index) => first + (index % 8));
  expect([7, 8, 65_536, 65_537].map((count) => isGuessableBytes(bytes(count)))).toEqual([
    true,
    false,
    false,
    true,
  ]);
  expect(isGuessableBytes(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 7))).toBe(true);
  expect(isGuessableBytes(Uint8Array.of(...new Uint8Array(256), ...bytes(40)))).toBe(true);
  expect(isGuessableBytes(Uint8Array.of(...new Uint8Array(200), ...bytes(40, 248)))).toBe(false);
});

it("a number can be guessed by its digits, of which those of an exponent are none", () => {
  const numbers = [
    "12345678901",
    "-123456789012",
    "1.5e300000000000",
    "1.23456789012e+30",
    "0.00123456789012",
  ];
  expect(numbers.map(isGuessableNumber)).toEqual([true, false, true, false, false]);
});
