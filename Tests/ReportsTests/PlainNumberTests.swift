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

  @Test("what is no finite number is shown as none", arguments: [Double.nan, .infinity, -.infinity])
  func notFinite(value: Double) {
    #expect(plainNumber(value) == "–")
    #expect(plainNumber(value, significantDigits: 3) == "–")
    #expect(plainNumber(value, decimals: 2) == "–")
    #expect(decimals(ofError: .infinity) == 0)
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

  @Test(
    "so many digits behind the point",
    arguments: [
      (1.25, 1, "1.3"), (-1.25, 1, "-1.3"), (49.5, 1, "49.5"), (50, 1, "50.0"), (0, 2, "0.00"),
      (-0.04, 1, "0.0"), (-0.06, 1, "-0.1"), (0.96, 1, "1.0"), (0.6, 0, "1"), (0.4, 0, "0"),
      (-201.46, 0, "-201"), (0.0008435, 5, "0.00084"), (0.0004, 2, "0.00"), (9.996, 2, "10.00"),
      (1.5e-9, 3, "0.000"), (12345.678, 0, "12346"), (1e16, 1, "10000000000000000.0"),
    ] as [(Double, Int, String)])
  func fixed(value: Double, decimals: Int, text: String) {
    #expect(plainNumber(value, decimals: decimals) == text)
  }

  @Test(
    "as many digits as the error has",
    arguments: [
      (0.4, 1), (0.04, 2), (0.007, 3), (0.096, 1), (0.95, 0), (0.94, 1), (1, 0), (2.3, 0), (40, 0),
      (0.00002, 5),
    ] as [(Double, Int)])
  func error(standardError: Double, digits: Int) {
    #expect(decimals(ofError: standardError) == digits)
  }
}
