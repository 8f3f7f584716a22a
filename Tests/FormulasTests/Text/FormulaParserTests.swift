import SeededNumbers
import SourceText
import Testing

@testable import Formulas

@Suite struct FormulaParserTests {
  /// Each text means the other, fully bracketed one.
  private static let meanings: [(String, String)] = [
    ("a + b * c", "a + (b * c)"), ("a - b - c", "(a - b) - c"), ("a / b * c", "(a / b) * c"),
    ("a ^ b ^ c", "a ^ (b ^ c)"), ("-a ^ 2", "-(a ^ 2)"), ("a ^ -b", "a ^ (-b)"),
    ("a ^ -b ^ c", "a ^ (-(b ^ c))"), ("-a * b", "(-a) * b"), ("a * -b", "a * (-b)"),
    ("a - -b", "a - (-b)"), ("not a == b", "not (a == b)"), ("not a and b", "(not a) and b"),
    ("a or b and c", "a or (b and c)"), ("a + 1 < b * 2", "(a + 1) < (b * 2)"),
    ("a < b and b < c", "(a < b) and (b < c)"), ("a<=b", "a <= b"), ("a ≤ b", "a <= b"),
    ("a≥b", "a >= b"), ("a ≠ b", "a != b"), ("a × b ÷ c − d", "((a * b) / c) - d"),
    ("（a＋b）＊c", "(a + b) * c"), ("max（a，b）", "max(a, b)"), ("if(a > b, a, b)", "if((a > b), a, b)"),
    ("全镇.游客 * 65元/人次", "(全镇.游客) * (65元/人次)"), ("sum(fiscal.*.local)", "sum(fiscal.*.local)"),
    ("sum( *.local,a )", "sum(*.local, a)"),
  ]

  @Test(arguments: meanings) func binds(text: String, meaning: String) throws {
    let (formula, mistakes) = parseFormula(text)
    #expect(mistakes.isEmpty, "\(printed(mistakes))")
    #expect(try #require(formula) == #require(parseFormula(meaning).0))
  }

  private static let numbers: [(String, Double, String)] = [
    ("65元/人次", 65, "65元/人次"), ("65 元/人次", 65, "65元/人次"), ("3 km", 3000, "3 km"),
    ("3km", 3000, "3 km"), ("80%", 0.8, "80%"), ("5000万元", 5e7, "5000万元"), ("0.1亿元", 1e7, "0.1亿元"),
    ("1.5e3", 1500, "1500"), ("12", 12, "12"), ("100元/(人·天)", 100, "100元/(人·天)"),
    ("100元/(人*天)", 100, "100元/(人·天)"), ("3 thousand visits", 3000, "3 thousand visits"),
    ("5/月", 5, "5/月"), ("３．２公里", 3200, "3.2公里"), ("1200 m2", 1200, "1200 m²"),
  ]

  @Test(arguments: numbers)
  func numbersTakeTheirUnits(text: String, value: Double, prints: String) throws {
    let formula = try #require(parseFormula(text).0)
    guard case .constant(let number, _) = formula.node else {
      Issue.record("\(text) is \(formula)")
      return
    }
    #expect(number == value)
    #expect(formula.description == prints)
  }

  /// A slash belongs to a unit only when a unit follows at once.
  private static let slashes: [(String, String)] = [
    ("65元 /人次", "65元 / 人次"), ("65元/ 人次", "65元 / 人次"), ("65元/visitors", "65元 / visitors"),
    ("65元/day.count", "65元 / day.count"), ("65元/date(2024, 1, 1)", "65元 / date(2024, 1, 1)"),
    ("65元/(a + b)", "65元 / (a + b)"), ("12/4", "12 / 4"), ("12/a", "12 / a"),
    ("65元/m2x", "65元 / m2x"), ("65元/(人 + x)", "65元 / (人 + x)"), ("3 km * 2", "3 km * 2"),
    ("3 km/h2o", "3 km / h2o"), ("3 m ^ 2", "3 m ^ 2"), ("1 and a", "1 and a"),
  ]

  @Test(arguments: slashes) func slashesDivideUnlessAUnitFollows(text: String, prints: String) {
    #expect(parseFormula(text).0?.description == prints)
  }

  private func mistakes(_ text: String) -> String {
    let file = SourceFile(name: "f", bytes: Array("\"\(text)\"".utf8))
    let (formula, diagnostics) = parseFormula(
      text, origin: SourceRange(file: file, offsets: 0..<file.bytes.count))
    #expect((formula == nil) == !diagnostics.isEmpty)
    return printed(diagnostics)
  }

  private static let mistaken: [(String, String)] = [
    (
      "", """
        1:2: the formula is empty [formula-syntax]
          at:\u{20}
          expected: a formula
        """
    ),
    (
      "a +", """
        1:5: something is missing between '+' and the end of the formula [formula-syntax]
          at:\u{20}
          expected: a number, a name, a function or a bracket
        """
    ),
    (
      "a + * b", """
        1:6: something is missing between '+' and '*' [formula-syntax]
          at: *
          expected: a number, a name, a function or a bracket
        """
    ),
    (
      "* b", """
        1:2: the formula begins with '*' [formula-syntax]
          at: *
          expected: a number, a name, a function or a bracket
        """
    ),
    (
      "max(a, b", """
        1:5: a bracket is not closed [formula-syntax]
          at: (
          expected: a ) for every (
        """
    ),
    (
      "a + b)", """
        1:7: a closing bracket has no opening one [formula-syntax]
          at: )
          expected: as many ( as )
        """
    ),
    (
      "a, b", """
        1:3: a comma stands outside the brackets of a function [formula-syntax]
          at: ,
          expected: an operator or the end of the formula
        """
    ),
    (
      "(a b)", """
        1:5: 'b' does not follow from what is before it [formula-syntax]
          at: b
          expected: an operator between the two, such as *
        """
    ),
    (
      "0 < 游客 <= 9", """
        1:2: comparisons cannot be chained [formula-syntax]
          at: 0 < 游客 <=
          write a < b and b < c
        """
    ),
    (
      "a = b", """
        1:4: '=' is not an operator [formula-syntax]
          at: =
          write ==
        """
    ),
    (
      "a && b", """
        1:4: '&&' is not an operator [formula-syntax]
          at: &&
          write and
        """
    ),
    (
      "a ** 2", """
        1:4: '**' is not an operator [formula-syntax]
          at: **
          write ^
        """
    ),
    (
      "a + not b", """
        1:6: 'not' needs brackets here [formula-syntax]
          at: not
          write (not …)
        """
    ),
    (
      "游客 ; 3", """
        1:5: ';' has no meaning in a formula [formula-syntax]
          at: ;
          expected: a number, a name, an operator or a bracket
        """
    ),
    (
      "a.", """
        1:3: a name ends with a dot [formula-syntax]
          at: .
          expected: letters, digits or * after the dot
        """
    ),
    (
      "1.2.3", """
        1:2: a number has two decimal points [formula-syntax]
          at: 1.2.3
          expected: one number
        """
    ),
    (
      "5 * tax.*.local", """
        1:6: 'tax.*.local' stands for several indicators [formula-syntax]
          at: tax.*.local
          expected: such a pattern as an argument of sum, mean, sumOfLargest, min or max only
          write sum(tax.*.local)
        """
    ),
    (
      "3 vistis", """
        1:4: 'vistis' is not a unit [unknown-unit]
          at: vistis
          expected: a unit such as 万元, 人次, 天, 亩, km, %, or 元/人次
          did you mean 'visits'?
        """
    ),
    (
      "2growthFactor", """
        1:3: 'growthFactor' is not a unit [unknown-unit]
          at: growthFactor
          expected: a unit such as 万元, 人次, 天, 亩, km, %, or 元/人次
          if 'growthFactor' is a name, write 2 * growthFactor
        """
    ),
    (
      "maxx(a, b) + clamp(a, b)", """
        1:2: 'maxx' is not a function [unknown-function]
          at: maxx
          did you mean 'max'?
        1:15: 'clamp' takes 3 arguments, and 2 are given [argument-count]
          at: clamp(a, b)
          expected: clamp(x, lower, upper)
        """
    ),
    (
      "previous() + growth(a, b, c)", """
        1:2: 'previous' takes 1 or 2 arguments, and 0 are given [argument-count]
          at: previous()
          expected: previous(x, initial?)
        1:15: 'growth' takes 1 or 2 arguments, and 3 are given [argument-count]
          at: growth(a, b, c)
          expected: growth(x, base?)
        """
    ),
    (
      "sum() + 9e999元", """
        1:10: the number is too large [number-overflow]
          at: 9e999元
          expected: a number below 1e308
        """
    ),
  ]

  @Test(arguments: mistaken) func tellsMistakes(text: String, message: String) {
    #expect(mistakes(text) == message)
  }

  @Test func unknownFunctionsFarFromAllListThem() {
    #expect(
      mistakes("forecastify(a)") == """
        1:2: 'forecastify' is not a function [unknown-function]
          at: forecastify
          expected: one of: if, min, max, clamp, abs, exp, log, sqrt, floor, ceiling, round, sum, \
        mean, sumOfLargest, previous, lagged, yearToDate, growth, sumOverPeriods, minOverPeriods, \
        maxOverPeriods, meanOverPeriods, at, sumOverDays, meanOverDays, minOverDays, maxOverDays, \
        lastOfDays, date, overlap, workingDay, dateOfWorkingDay, normalQuantile, \
        poissonQuantile, binomialQuantile
        """)
  }

  @Test func positionsOfEscapedStringsAreCharacters() {
    // In the file the text is written with an escape, so its positions are not the file's.
    let file = SourceFile(name: "f", bytes: Array(#""a \u002B""#.utf8))
    let (_, diagnostics) = parseFormula("a + *", origin: SourceRange(file: file, offsets: 0..<10))
    #expect(
      printed(diagnostics) == """
        1:1: something is missing between '+' and '*' (character 5) [formula-syntax]
          at: "a \\u002B"
          expected: a number, a name, a function or a bracket
        """)
  }

  @Test func nestingIsBounded() throws {
    let deep = String(repeating: "(", count: 100) + "a" + String(repeating: ")", count: 100)
    #expect(parseFormula(deep).0 == .reference("a"))
    let tooDeep = String(repeating: "(", count: 100_000) + "a"
    #expect(parseFormula(tooDeep).1.map(\.code) == [.nestingTooDeep])
    let minuses = String(repeating: "-", count: 100_000) + "a"
    #expect(parseFormula(minuses).1.map(\.code) == [.nestingTooDeep])
    let long = Array(repeating: "a", count: 1000).joined(separator: " + ")
    #expect(parseFormula(long).1.map(\.code) == [.nestingTooDeep])
    let wide = "sum(" + Array(repeating: "a", count: 1000).joined(separator: ", ") + ")"
    #expect(parseFormula(wide).0 != nil)
  }

  /// Whatever the text, the parser returns.
  @Test func anyTextIsReadOrRefused() {
    var generator = SeededGenerator(7)
    let pieces = [
      "a", "b.c", "*", ".", "(", ")", ",", "3", "元", "/", "人次", " ", "if", "not", "-", "^", "<",
      "=", "sum", "1e", "万", "%", "！", "\u{0}", "🌲", "max(", "²", "·", "and", "≥",
    ]
    for _ in 0..<5000 {
      let text = (0..<Int.random(in: 0...12, using: &generator))
        .map { _ in pieces.randomElement(using: &generator)! }.joined()
      let (formula, diagnostics) = parseFormula(text)
      #expect((formula == nil) == !diagnostics.isEmpty)
      if let formula { #expect(parseFormula(formula.description).0 == formula, "\(text)") }
    }
  }
}
