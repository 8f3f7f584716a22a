import SourceText
import Testing

@testable import Formulas

/// What resolution says of units.
@Suite struct ResolveUnitsTests {
  @Test func theFormulaMustGiveTheDeclaredUnit() {
    #expect(
      mistakes(in: """
        riceSales [CNY] = 80000 CNY
        subsidy [thousand CNY] = 30 thousand CNY
        farmers [persons] = 40 persons
        farmIncome [CNY/persons] rate = riceSales + subsidy
        """) == """
        4:33: the formula gives CNY, but 'farmIncome' is declared in CNY/persons [unit-mismatch]
          at: riceSales + subsidy
          divide by a quantity in persons, such as (riceSales + subsidy) / farmers
        """)
    #expect(
      mistakes(in: """
        游客 [万人次] = 12万人次
        消费 [万元] = 游客
        面积 [亩] = 3
        """) == """
        2:11: the formula gives 人次, but '消费' is declared in 万元 [unit-mismatch]
          at: 游客
          multiply by a quantity in 元/人次
        3:10: the formula gives plain numbers, but '面积' is declared in 亩 [unit-mismatch]
          at: 3
          write the unit behind the number: 3亩
        """)
  }

  @Test func bothSidesMustHaveOneUnit() {
    #expect(
      mistakes(in: """
        visits [人次] = 1000人次
        a [元] = 5万元 + visits
        b [元] = 5万元 - 3
        c [share] = visits > 1000
        d [元] = if(visits > 0, 5元, visits)
        e [元] = max(5元, 3天, 0)
        f [元] = if(visits, 5元, 6元)
        """) == """
        2:9: cannot add 人次 to 元 [unit-mismatch]
          at: 5万元 + visits
          expected: one unit
        3:9: cannot subtract plain numbers from 元 [unit-mismatch]
          at: 5万元 - 3
          expected: one unit
          write the unit behind the number: 3元
        4:13: cannot compare 人次 with plain numbers [unit-mismatch]
          at: visits > 1000
          expected: one unit
          write the unit behind the number: 1000人次
        5:9: 'if' gives 元 in one case and 人次 in the other [unit-mismatch]
          at: if(visits > 0, 5元, visits)
          expected: one unit
        6:9: the arguments of 'max' are in 元 and in 天 [unit-mismatch]
          at: max(5元, 3天, 0)
          expected: one unit
        7:9: the condition of 'if' is in 人次 [unit-mismatch]
          at: if(visits, 5元, 6元)
          expected: a comparison, such as visits > 1000人次
        """)
  }

  @Test func datesCanBeComparedAndShifted() {
    let good = """
      finish [date] date = date(2024, 3, 1) + 30天
      late [天] = max(finish - date(2024, 3, 15), 0)
      early [date] date = finish - 3天
      done [share] = finish <= period.end
      last [date] date = max(finish, early)
      worked [天] = overlap(early, finish, period.start, period.end)
      """
    #expect(mistakes(in: good) == "")
    #expect(
      mistakes(in: good + """

        a [date] date = finish + early
        b [天] = finish * 2
        c [天] = -finish
        d [date] date = 3天 - finish
        e [天] = finish
        f [date] = finish
        g [天] date = finish - early
        h [天] = overlap(early, finish, 5天, period.end)
        """) == """
        7:17: two dates cannot be added [unit-mismatch]
          at: finish + early
          add days to a date instead
        8:9: a date cannot be multiplied [unit-mismatch]
          at: finish * 2
          take the days between two dates instead, such as finish - period.start
        9:9: '-' cannot take dates [unit-mismatch]
          at: -finish
          take the days between two dates instead, such as finish - period.start
        10:17: cannot subtract dates from 天 [unit-mismatch]
          at: 3天 - finish
          expected: one unit
        11:9: the formula gives dates, but 'e' is declared in 天 [unit-mismatch]
          at: finish
        12:1: 'f' is declared in dates, but is a level [unit-mismatch]
          at: f\u{20}
          expected: the kind date together with the unit date
        13:1: 'g' is a date, but is declared in 天 [unit-mismatch]
          at: g\u{20}
          expected: the kind date together with the unit date
        14:9: argument 3 of 'overlap' is in 天 [unit-mismatch]
          at: overlap(early, finish, 5天, period.end)
          expected: a date
        """)
  }

  @Test func powersRootsAndQuantiles() {
    let good = """
      side [m] level = sqrt(4平方米)
      area [亩] level = side ^ 2 * 100
      root [share] = 2 ^ 0.5 + exp(side / 1 m)
      fires [起] count = poissonQuantile(0.5, 3起)
      land [家] count = binomialQuantile(0.5, 10家, 30%)
      change [share] = growth(area, 1公顷)
      """
    #expect(mistakes(in: good) == "")
    #expect(
      mistakes(in: good + """

        a [m] level = side ^ 0.5
        b [m] level = sqrt(side)
        c [share] = log(side)
        d [share] = 2 ^ side
        e [kg] = poissonQuantile(0.5, 3 kg)
        f [起] count = poissonQuantile(side, 3起)
        g [share] share = side / 1天
        """) == """
        7:15: a number in m cannot be raised to this power [unit-mismatch]
          at: side ^ 0.5
          expected: a plain number, or a whole exponent that is written out
          divide by a quantity in m first
        8:15: a number in m has no square root [unit-mismatch]
          at: sqrt(side)
          expected: a plain number or a square, such as m²
        9:13: the argument of 'log' is in m [unit-mismatch]
          at: log(side)
          expected: a plain number
        10:13: the exponent of '^' is in m [unit-mismatch]
          at: 2 ^ side
          expected: a plain number
        11:10: 'poissonQuantile' counts whole things, and kg are none [unit-mismatch]
          at: poissonQuantile(0.5, 3 kg)
          expected: a plain number or a counted unit such as 人次, 起 or 家
        12:15: argument 1 of 'poissonQuantile' is in m [unit-mismatch]
          at: poissonQuantile(side, 3起)
          expected: a plain number
        13:19: the formula gives m/天, but 'g' is declared in plain numbers [unit-mismatch]
          at: side / 1天
          multiply by a quantity in 天/m
        """)
  }

  @Test func zeroFitsEveryUnit() {
    #expect(
      mistakes(in: """
        a [元] = if(1 > 0, 0, 5元)
        b [人次] = 0
        c [date] date = max(period.start, 0)
        d [元] = previous(d, 0) + sum(a, 0)
        e [元] = 0 * a
        f [元] = -0 + a
        """) == "")
  }

  /// One mistake is told once, not at each formula that needs the value.
  @Test func mistakesDoNotSpread() {
    #expect(
      resolve(
        ListedIndicators(
          """
          a [元] = 5天
          b [元] = a + 3元
          c [元] = (b + 3天) * 2 + 7元
          """
        ).definitions
      ).diagnostics.count == 2)
  }
}
