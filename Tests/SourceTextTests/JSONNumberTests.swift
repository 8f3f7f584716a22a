import Testing

import SourceText

@Suite("numbers from their text")
struct JSONNumberTests {
  @Test(
    "exact",
    arguments: [
      ("0", 0), ("-0", -0.0), ("0.1", 0.1), ("1e3", 1000), ("-12.50E+01", -125),
      ("9007199254740993", 9_007_199_254_740_992), ("1e400", .infinity), ("1e-400", 0),
      ("4.9e-324", 4.9e-324), ("1.7976931348623157e308", .greatestFiniteMagnitude),
    ] as [(String, Double)])
  func accepted(text: String, value: Double) throws {
    let parsed = try #require(parseDouble(text))
    #expect(parsed.bitPattern == value.bitPattern)
  }

  @Test(
    "what Swift would read, but JSON does not know",
    arguments: [
      "", "nan", "inf", "infinity", "0x10", "0x1p3", "+1", ".5", "5.", "01", "-", "1e", "1e+",
      " 1", "1 ", "1_000", "１",
    ])
  func refused(text: String) {
    #expect(parseDouble(text) == nil)
  }
}
