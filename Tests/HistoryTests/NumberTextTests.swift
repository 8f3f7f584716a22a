import Testing

@testable import History

/// What cells of values say.
@Suite struct NumberTextTests {
  private func number(_ text: String) -> Double? {
    if case .number(let value, "") = NumberText(text) { value } else { nil }
  }

  @Test(arguments: [
    ("556.7", 556.7), ("0", 0), ("-3.25", -3.25), ("+7", 7), ("1,234", 1234),
    ("1,234,567.5", 1_234_567.5), ("１２３．４", 123.4), ("１，２３４", 1234), ("−5", -5), ("–5", -5),
    ("(1,234)", -1234), ("（5）", -5), ("1e3", 1000), ("2.5E-3", 0.0025), (" 12 ", 12),
    ("\u{3000}12", 12), ("0.1", 0.1), ("123456789012345", 123_456_789_012_345),
    ("12345678901234567890", 1.2345678901234567e19), ("3.526591", 3.526591),
    ("0.000001", 0.000001), ("1949.08333333333", 1949.08333333333),
  ])
  func numbersAreReadToTheLastBit(_ text: String, _ value: Double) {
    #expect(number(text) == value)
  }

  @Test func everyShortDecimalIsRoundedAsTheStandardLibraryDoes() {
    var generator = SeededGenerator(3)
    for _ in 0..<2000 {
      let whole = Int.random(in: 0..<1_000_000, using: &generator)
      let fraction = Int.random(in: 0..<10_000_000, using: &generator)
      for text in ["\(whole).\(fraction)", "-\(whole)\(fraction).\(fraction)\(whole)"] {
        #expect(number(text) == Double(text), "\(text)")
      }
    }
  }

  @Test(arguments: [
    "", " ", "NA", "N/A", "na", "NaN", "null", "-", "—", "——", "/", "缺", "缺失", "缺测", "暂无",
    "\u{3000}",
  ])
  func wordsForNothingAreMissing(_ text: String) {
    guard case .missing = NumberText(text) else {
      Issue.record("'\(text)' should be missing")
      return
    }
  }

  @Test(arguments: [
    ("5000万元", 5000.0, "万元"), ("1,234.5 万元", 1234.5, "万元"), ("3.2km", 3.2, "km"), ("5%", 5, "%"),
    ("１２万人次", 12, "万人次"), ("(5万元)", -5, "万元"),
  ])
  func unitsStandBehindNumbers(_ text: String, _ value: Double, _ unit: String) {
    guard case .number(value, unit) = NumberText(text) else {
      Issue.record("'\(text)' should be \(value) \(unit)")
      return
    }
  }

  @Test(arguments: [
    "abc", "12,34", "1,2345", ",5", "1 2", "--5", "(-5)", "1e999", "-1e999", "5.", ".5", "1..2",
    "无",
    "…", "inf", "0x10",
  ])
  func everythingElseIsWrong(_ text: String) {
    switch NumberText(text) {
    case .wrong: break
    // What follows a number is taken for its unit, which the catalogue then does not know.
    case .number(_, let unit): #expect(!unit.isEmpty, "\(text)")
    case .missing: Issue.record("'\(text)' is not missing")
    }
  }
}
