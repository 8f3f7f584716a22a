import Probability
import SeededNumbers
import Testing

@testable import Formulas

@Suite struct FormulaPrinterTests {
  /// Random formulas out of everything that a text can say.
  private struct FormulaGenerator {
    var random: SeededGenerator
    let units: [UnitOfMeasure] = [
      .one, .yuan, .tenThousandYuan, .percent, .kilometre, .mu, .share,
      .init("元/(人·天)")!, .init("1/月")!, .init("thousand visits")!,
    ]

    mutating func formula(depth: Int) -> Formula {
      guard depth > 0, Int.random(in: 0..<8, using: &random) > 0 else { return leaf() }
      let function = FormulaFunction.allCases.randomElement(using: &random)!
      let arity = function.descriptor.arity
      let count = Int.random(
        in: arity.lowerBound...min(arity.upperBound, arity.lowerBound + 2), using: &random)
      let arguments = (0..<count).map { _ in
        function.takesMembers && Bool.random(using: &random) && Bool.random(using: &random)
          ? Formula.members("a.*.local") : formula(depth: depth - 1)
      }
      return Formula(.call(function, arguments))
    }

    private mutating func leaf() -> Formula {
      if Bool.random(using: &random) {
        return .reference(
          ["a", "fiscal.vat.local", "全镇.游客", "_x1", "period.days"].randomElement(using: &random)!)
      }
      let unit = units.randomElement(using: &random)!
      let digits = Int.random(in: 0...99_999, using: &random)
      let number = DecimalNumber(Double("\(digits)e\(Int.random(in: -4...2, using: &random))")!)
      return .constant(number.value(in: unit.exactScale), unit)
    }
  }

  @Test func whatIsPrintedReadsBackAsItself() {
    var generator = FormulaGenerator(random: SeededGenerator(8))
    for _ in 0..<4000 {
      let formula = generator.formula(depth: 5)
      let (back, mistakes) = parseFormula(formula.description)
      #expect(back == formula, "\(formula)\n\(printed(mistakes))")
    }
  }

  private static let minimal: [(String, String)] = [
    ("(a + b) + c", "a + b + c"), ("a + (b + c)", "a + (b + c)"), ("(a * b) + c", "a * b + c"),
    ("a - (b - c)", "a - (b - c)"), ("(a ^ b) ^ c", "(a ^ b) ^ c"), ("a ^ (b ^ c)", "a ^ b ^ c"),
    ("(-a) ^ 2", "(-a) ^ 2"), ("-(a ^ 2)", "-a ^ 2"), ("-(a * b)", "-(a * b)"),
    ("(-a) * b", "-a * b"),
    ("(a < b) == c", "(a < b) == c"), ("not (a and b)", "not (a and b)"),
    ("(not a) and b", "not a and b"), ("(not a) == b", "(not a) == b"),
    ("max((a), (b))", "max(a, b)"),
    ("a / (b / c)", "a / (b / c)"), ("(a or b) and c", "(a or b) and c"),
  ]

  @Test(arguments: minimal) func bracketsAreAsFewAsPossible(text: String, prints: String) {
    #expect(parseFormula(text).0?.description == prints)
  }

  @Test func whatOnlyComponentsMakePrintsForPeople() throws {
    let draw = Draw(
      stream: "fiscal.vat.annual", cadence: .once, distribution: Anything(ParameterValues([:])),
      unit: .yuan, text: "pert(low: 3800万元, likely: 4300万元, high: 4900万元)")
    #expect(
      Formula(.draw(draw)).description
        == "draw(stream: \"fiscal.vat.annual\", pert(low: 3800万元, likely: 4300万元, high: 4900万元))")
    #expect(Formula(.series([1e4, 25_000], .tenThousandYuan)).description == "series(1万元, 2.5万元)")
    #expect(Formula.constant(-5).description == "-5")
    #expect((Formula.constant(-5) - .constant(-2)).description == "-5 - -2")
    #expect(Formula.call(.power, .constant(-5), .constant(2)).description == "(-5) ^ 2")
    #expect(Formula.constant(19783, .date).description == "date(2024, 3, 1)")
    #expect((Formula.constant(19783.5, .date) - .constant(1, .day)).description
      == "date(2024, 3, 1) + 0.5天 - 1天")
  }
}

/// A distribution of which only the text matters.
struct Anything: Distribution {
  static let descriptor = DistributionDescriptor(
    name: "anything", chineseName: "任意", summary: "for tests", forms: [.parameters([])],
    example: "{ \"anything\": {} }")

  init(_ values: ParameterValues) {}

  var support: ClosedRange<Double> { 0...1 }
  var mean: Double { 0.5 }
  var variance: Double { 1.0 / 12 }
  var likely: Double { 0.5 }
  func density(at x: Double) -> Double { 1 }
  func distributionFunction(at x: Double) -> Double { x }
  func quantile(at p: Double) -> Double { p }
  func fillQuantiles(_ lanes: inout MutableSpan<Double>) {}
}
