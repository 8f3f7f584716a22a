import SeededNumbers
import SourceText
import Testing

@testable import Formulas

@Suite struct QuantityTests {
  private static let quantities: [(String, Double, String)] = [
    ("5000万元", 5e7, "元"), ("1亿元", 1e8, "元"), ("0.1亿元", 1e7, "元"), ("3.2 km", 3200, "m"),
    ("80%", 0.8, "1"), ("12万人次", 1.2e5, "人次"), ("1,000 元", 1000, "元"), ("-5%", -0.05, "1"),
    ("1,234,567.5元", 1_234_567.5, "元"), ("８０％", 0.8, "1"), ("１，０００　元", 1000, "元"),
    ("−3天", -3, "天"), ("+3天", 3, "天"), ("14", 14, "1"), ("14条", 14, "条"),
    ("0.07%", 0.0007, "1"), ("1.1亿元", 1.1e8, "元"), ("4.35万元", 43500, "元"), ("1e3元", 1000, "元"),
    ("2.5e-1 km", 250, "m"), ("3年", 36, "月"), ("7斤", 3.5, "kg"), ("65元/人次", 65, "元/人次"),
    ("5/月", 5, "1/月"), ("3 thousand visits", 3000, "人次"), ("0元", 0, "元"), ("0005天", 5, "天"),
    ("5万", 5e4, "1"), ("3千米", 3000, "m"),
  ]

  @Test(arguments: quantities)
  func reads(text: String, value: Double, dimension: String) throws {
    let quantity = try Quantity(parsing: text)
    #expect(quantity.value == value)
    #expect(quantity.unit.dimension.description == dimension)
  }

  private static let mistakes: [(String, String)] = [
    ("", "'' does not begin with a number"), ("万元", "'万元' does not begin with a number"),
    ("--5", "'--5' does not begin with a number"), (".5", "'.5' does not begin with a number"),
    ("1,00元", "the commas of '1,00元' do not part thousands"),
    ("1,,000", "the commas of '1,,000' do not part thousands"),
    ("1000,000", "the commas of '1000,000' do not part thousands"),
    ("5 foo", "'foo' is not a unit"), ("5元人", "'元人' is not a unit"), ("3 .", "'.' is not a unit"),
    ("5 000元", "a second number '000元' follows the first"),
    ("1e400元", "'1e400元' is beyond the range of numbers"), ("1亿2000万元", "'亿2000万元' is not a unit"),
  ]

  @Test(arguments: mistakes)
  func refuses(text: String, message: String) {
    let error = #expect(throws: UnitError.self) { try Quantity(parsing: text) }
    #expect(error?.message.en == message)
    #expect(error?.expected.en.isEmpty == false)
  }

  /// The value is the decimal number that the text says, rounded once.
  @Test func decimalUnitsAreExact() throws {
    var generator = SeededGenerator(5)
    let prefixes = [("元", 0), ("万元", 4), ("亿元", 8), ("%", -2), ("km", 3), ("mg", -6)]
    for _ in 0..<3000 {
      let digits = Int.random(in: 0...999_999_999, using: &generator)
      let fraction = Int.random(in: 0...9, using: &generator)
      let (unit, power) = prefixes.randomElement(using: &generator)!
      let text = decimal(digits, fraction)
      let value = try Quantity(parsing: text + unit).value
      #expect(value == Double("\(digits)e\(power - fraction)"), "\(text)\(unit)")
    }
  }

  private func decimal(_ digits: Int, _ fraction: Int) -> String {
    guard fraction > 0 else { return String(digits) }
    let padded = String(repeating: "0", count: fraction + 1) + String(digits)
    return "\(padded.dropLast(fraction)).\(padded.suffix(fraction))"
  }

  /// What is printed reads back to the last bit, in every unit.
  @Test func descriptionsReadBack() throws {
    var generator = SeededGenerator(6)
    let units = ["元", "万元", "亿元", "%", "‰", "km", "亩", "斤", "年", "小时", "kg/亩", "1/月", "1", "share"]
    for text in units {
      let unit = try UnitOfMeasure(parsing: text)
      for _ in 0..<300 {
        let magnitude = Double.random(in: -12...18, using: &generator)
        let value = (Double.random(in: -1...1, using: &generator) * powerOfTen(magnitude))
        let quantity = Quantity(value, unit)
        let back = try Quantity(parsing: quantity.description)
        #expect(back.value == value, "\(quantity)")
        #expect(back.unit.hasSameDimension(as: unit))
      }
    }
  }

  private func powerOfTen(_ exponent: Double) -> Double {
    Double("1e\(Int(exponent))") ?? 1
  }

  @Test func descriptionsAreAsAPlannerWouldWrite() throws {
    for text in ["5000万元", "0.1亿元", "80%", "3.2 km", "14条", "12.5亩", "65元/人次", "5/月", "-5%"] {
      #expect(try Quantity(parsing: text).description == text)
    }
  }
}
