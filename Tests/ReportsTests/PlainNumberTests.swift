import Testing

import Reports

@Suite("numbers in plain notation")
struct PlainNumberTests {
  @Test(
    "shortest digits, no exponent",
    arguments: [
      (0, "0"), (-0.0, "0"), (1, "1"), (-1.5, "-1.5"), (0.1, "0.1"), (100, "100"),
      (1e-7, "0.0000001"), (-1.25e-5, "-0.0000125"), (1.2e20, "120000000000000000000"),
      (9_007_199_254_740_992, "9007199254740992"), (1e16, "10000000000000000"),
      (123_456.789, "123456.789"), (0.3, "0.3"), (0.1 + 0.2, "0.30000000000000004"),
    ] as [(Double, String)])
  func plain(value: Double, text: String) {
    #expect(plainNumber(value) == text)
  }

  @Test("reads back as the same number, from the smallest to the largest")
  func readsBack() {
    var value = Double.leastNonzeroMagnitude
    while value.isFinite {
      for number in [value, -value.nextUp] {
        let text = plainNumber(number)
        #expect(Double(text) == number)
        #expect(text.utf8.allSatisfy { "-.0123456789".utf8.contains($0) })
      }
      value *= 7.3
    }
  }

  @Test(
    "for the terminal, digits before the point are kept",
    arguments: [
      (0.123456789, 3, "0.123"), (123456.7, 3, "123457"), (0.9996, 3, "1"), (9.996, 3, "10"),
      (99.95, 3, "100"), (0.00012345, 2, "0.00012"), (1.5, 6, "1.5"), (0, 3, "0"),
      (-2.345, 3, "-2.35"), (999.96, 4, "1000"),
    ] as [(Double, Int, String)])
  func rounded(value: Double, digits: Int, text: String) {
    #expect(plainNumber(value, significantDigits: digits) == text)
  }
}
