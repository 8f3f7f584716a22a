import SeededNumbers
import SourceText
import Testing

@testable import Formulas

@Suite struct UnitOfMeasureTests {
  private static let spellings: [(String, Double, String)] = [
    ("元", 1, "元"), ("万元", 1e4, "元"), ("亿元", 1e8, "元"), ("百万元", 1e6, "元"), ("万亿元", 1e12, "元"),
    ("CNY", 1, "元"), ("yuan", 1, "元"), ("Yuan", 1, "元"), ("thousand CNY", 1e3, "元"),
    ("million yuan", 1e6, "元"), ("billion yuan", 1e9, "元"), ("k CNY", 1e3, "元"),
    ("万人次", 1e4, "人次"), ("thousand visits", 1e3, "人次"), ("人", 1, "人"), ("persons", 1, "人"),
    ("日", 1, "天"), ("天", 1, "天"), ("周", 7, "天"), ("月", 1, "月"), ("年", 12, "月"), ("years", 12, "月"),
    ("公里", 1e3, "m"), ("km", 1e3, "m"), ("千米", 1e3, "m"), ("米", 1, "m"), ("毫米", 1e-3, "m"),
    ("公斤", 1, "kg"), ("千克", 1, "kg"), ("斤", 0.5, "kg"), ("万吨", 1e7, "kg"), ("t", 1e3, "kg"),
    ("万亩", 2e7 / 3, "m²"), ("公顷", 1e4, "m²"), ("平方米", 1, "m²"), ("m2", 1, "m²"), ("m^2", 1, "m²"),
    ("km²", 1e6, "m²"), ("万立方米", 1e4, "m³"), ("%", 0.01, "1"), ("％", 0.01, "1"),
    ("‰", 0.001, "1"), ("share", 1, "1"), ("count", 1, "1"), ("万", 1e4, "1"), ("家", 1, "家"),
    ("firms", 1, "家"), ("households", 1, "户"), ("户", 1, "户"), ("date", 1, "日期"),
    ("元/人次", 1, "元/人次"), ("万元/月", 1e4, "元/月"), ("元／人", 1, "元/人"),
    ("kg/亩", 3.0 / 2000, "kg/m²"), ("元/(人·天)", 1, "元/(人·天)"), ("元/人/天", 1, "元/(人·天)"),
    ("元/（人×天）", 1, "元/(人·天)"), ("人·天", 1, "人·天"), ("人 * 天", 1, "人·天"),
    ("CNY / visits", 1, "元/人次"), ("1/月", 1, "1/月"), ("mg/升", 1e-3, "kg/m³"),
    ("μg/m³", 1e-9, "kg/m³"), ("元/亩", 3.0 / 2000, "元/m²"), ("户/km2", 1e-6, "户/m²"),
  ]

  @Test(arguments: spellings)
  func readsChineseAndEnglish(text: String, scale: Double, dimension: String) throws {
    let unit = try UnitOfMeasure(parsing: text)
    #expect(unit.scale == scale)
    #expect(unit.dimension.description == dimension)
  }

  private static let mistakes: [(String, String, String?)] = [
    ("万圆", "'万圆' is not a unit", nil), ("yuann", "'yuann' is not a unit", "did you mean 'yuan'?"),
    ("万housholds", "'万housholds' is not a unit", "did you mean '万households'?"),
    ("", "a unit is missing", nil), ("元/", "a unit is missing", nil),
    ("季度", "'季度' is not a unit", nil), ("元 元", "'元 元' is not a unit", nil),
    ("万%", "'万%' is not a unit", nil),
    ("元/人·天", "a unit that begins with '元/人·' can be read in two ways", "write 元/(人·天)"),
    ("m^4", "the exponent of 'm' is neither 2 nor 3", nil),
  ]

  @Test(arguments: mistakes)
  func refusesOthers(text: String, message: String, suggestion: String?) {
    #expect(UnitOfMeasure(text) == nil)
    let error = #expect(throws: UnitError.self) { try UnitOfMeasure(parsing: text) }
    #expect(error?.message.en == message)
    #expect(error?.suggestion?.en == suggestion)
  }

  @Test func refusesAbsurdSizes() {
    let text = "亩" + String(repeating: "·亩", count: 60)
    #expect(UnitOfMeasure(text) == nil)
  }

  @Test func keepsTheSymbolOfThePlanner() throws {
    #expect(try UnitOfMeasure(parsing: " 万元 / 月 ").symbol == "万元/月")
    #expect(try UnitOfMeasure(parsing: "thousand  visits").symbol == "thousand visits")
    #expect(try UnitOfMeasure(parsing: "m2").symbol == "m²")
  }

  @Test func productsQuotientsAndPowers() {
    let price = UnitOfMeasure.yuan / .visit
    #expect((price * .visit).hasSameDimension(as: .tenThousandYuan))
    #expect(!price.hasSameDimension(as: .yuan))
    #expect((UnitOfMeasure.kilometre * .kilometre).hasSameDimension(as: .mu))
    #expect(UnitOfMeasure.kilometre.raised(to: 2).scale == 1e6)
    #expect(UnitOfMeasure.metre.raised(to: -1).dimension.symbol(in: .en) == "1/m")
    let wage = UnitOfMeasure.yuan / (.person * .day)
    #expect(wage.dimension.symbol(in: .en) == "CNY/(persons·days)")
    #expect(UnitDimension(.metre, exponent: 2).squareRoot == UnitDimension(.metre))
    #expect(UnitDimension(.metre, exponent: 3).squareRoot == nil)
  }

  /// Multiplication and division of dimensions undo each other, in any order.
  @Test func dimensionsFormAGroup() {
    var generator = SeededGenerator(4)
    func random() -> UnitDimension {
      (0..<4).reduce(.none) { dimension, _ in
        dimension
          * UnitDimension(
            BaseUnit.allCases.randomElement(using: &generator)!,
            exponent: Int.random(in: -2...2, using: &generator))
      }
    }
    for _ in 0..<500 {
      let (a, b, c) = (random(), random(), random())
      #expect(a * b == b * a)
      #expect((a * b) * c == a * (b * c))
      #expect((a * b) / b == a)
      #expect((a / a).isNone)
      #expect(a.raised(to: 2).squareRoot == a)
    }
  }

  @Test func wholeMuComeBackWhole() {
    for number in 1...20_000 {
      let number = Double(number)
      #expect(UnitOfMeasure.mu.value(ofBase: UnitOfMeasure.mu.baseValue(of: number)) == number)
    }
  }

  @Test("what is shown in a unit has the digits of its base unit's text, and no others")
  func decimals() throws {
    let percent = UnitOfMeasure.percent
    // 0.07 * 100 is 7.000000000000001, and 0.55 / 0.01 is 55.00000000000001.
    for number in 1...999 {
      let share = Double(number) / 1000
      #expect(percent.decimalValue(ofBase: share) == Double(number) / 10, "\(share)")
    }
    #expect(percent.decimalValue(ofBase: -1e-07) == -0.00001)
    #expect(percent.decimalValue(ofBase: 2.5e+20) == 2.5e22)
    #expect(percent.decimalValue(ofBase: 0) == 0)
    #expect(percent.decimalValue(ofBase: .infinity) == .infinity)
    // Digits that a number has are kept: within a rounding of the quotient.
    let hundredMillionYuan = UnitOfMeasure(
      symbol: "亿元", dimension: UnitDimension(.yuan), exactScale: UnitScale(1, powerOfTen: 8))
    for number in 1...999 {
      let base = 1e7 / Double(number)
      let shown = hundredMillionYuan.decimalValue(ofBase: base)
      #expect(abs(shown - base / 1e8) <= 2 * shown.ulp)
      #expect(UnitOfMeasure.mu.decimalValue(ofBase: base) == UnitOfMeasure.mu.value(ofBase: base))
    }
  }
}
