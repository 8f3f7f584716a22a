import SourceText
import Testing

@testable import Formulas

/// What resolution says of names, patterns, calendars and ids.
@Suite struct ResolveNamesTests {
  @Test func unknownNamesComeWithTheNearest() {
    #expect(
      mistakes(in: """
        visitors [人次] = 1000人次
        spending [元] = visitor * 65元/人次
        income [元] = Visitors * 65元/人次
        tax [元] = sum * 1元
        other [元] = nothingLikeIt
        dates [天] = period.lenght
        """) == """
        2:16: 'visitor' is not an indicator [unknown-name]
          at: visitor
          did you mean 'visitors'?
        3:14: 'Visitors' is not an indicator [unknown-name]
          at: Visitors
          did you mean 'visitors'? small and capital letters differ
        4:11: 'sum' is not an indicator [unknown-name]
          at: sum
          'sum' is a function; write sum(…)
        5:13: 'nothingLikeIt' is not an indicator [unknown-name]
          at: nothingLikeIt
        6:13: 'period.lenght' is not a fact about a period [unknown-name]
          at: period.lenght
          expected: one of: period.start, period.end, period.days, period.month, period.year, \
        period.index
        """)
  }

  @Test func patternsBecomeWhatTheyMatch() throws {
    let listed = ListedIndicators(
      """
      tax.vat.local [元] = 20元
      tax.total.local [元] = sum(tax.*.local)
      tax.vat.all [元] = 40元
      tax.stamp.local [元] = 5元
      least [元] = min(*.vat.*, 7元)
      """)
    let (model, diagnostics) = resolve(listed.definitions)
    #expect(printed(diagnostics) == "")
    #expect(
      try #require(model).description == """
        horizon 2024 monthly, 12 periods
        calendar week
        tax.vat.local  once level, 元 = 20元
        tax.stamp.local  once level, 元 = 5元
        tax.total.local  once level, 元 = sum(tax.vat.local, tax.stamp.local)
        tax.vat.all  once level, 元 = 40元
        least  once level, 元 = min(tax.vat.local, tax.vat.all, 7元)

        """)
  }

  @Test func patternsThatMatchNothing() {
    #expect(
      mistakes(in: """
        a.total [元] = sum(b.*.local)
        c.total [元] = sum(c.*)
        """) == """
        1:19: no indicator matches 'b.*.local' [unknown-name]
          at: b.*.local
          expected: an id with 3 segments, where * stands for any one of them
        2:19: no indicator matches 'c.*' [unknown-name]
          at: c.*
          expected: an id with 2 segments, where * stands for any one of them
        """)
  }

  @Test func componentsMayNotPutPatternsElsewhere() {
    let definitions = Definitions(
      horizon: Horizon(first: Period(.yearly, year: 2024), count: 1),
      indicators: [
        Indicator(
          "a.b", label: BilingualText(zh: "", en: ""), kind: .flow, unit: .one,
          .members("a.*") * .constant(2))
      ])
    #expect(
      printed(resolve(definitions).diagnostics) == """
        'a.*' stands for several indicators [formula-syntax]
          expected: such a pattern as an argument of sum, mean, sumOfLargest, min or max only
        """)
  }

  @Test func calendars() {
    #expect(
      mistakes(in: """
        a [天] = workingDay(period.start, calendars.weak)
        b [天] = workingDay(period.start, a)
        c [元] = calendars.week
        d [date] date = dateOfWorkingDay(5天, calendars.week)
        e [天] = workingDay(period.start, 5)
        """) == """
        1:34: 'calendars.weak' is not a calendar [unknown-name]
          at: calendars.weak
          expected: one of: calendars.week
          did you mean 'calendars.week'?
        2:34: 'a' is not a calendar [unknown-name]
          at: a
          expected: one of: calendars.week
        3:9: 'calendars.week' is a calendar, not a number [unknown-name]
          at: calendars.week
          expected: a calendar as second argument of workingDay or dateOfWorkingDay only
        5:34: the second argument of 'workingDay' is not a calendar [unknown-name]
          at: 5
          expected: calendars.<id>
        """)
  }

  @Test func idsAreUniqueAndNotReserved() {
    #expect(
      mistakes(in: """
        a [元] = 1元
        b [元] = a
        a [元] = 2元
        period.length [元] = 3元
        or [元] = 3元
        """) == """
        3:1: the indicator 'a' is declared twice [duplicate-id]
          at: a\u{20}
          found: the first one is at list:1:1
          give one of them another id
        4:1: the id 'period.length' is reserved [invalid-value]
          at: period.length\u{20}
          expected: an id that is neither and, or, not nor begins with period., day. or calendars.
        5:1: the id 'or' is reserved [invalid-value]
          at: or\u{20}
          expected: an id that is neither and, or, not nor begins with period., day. or calendars.
        """)
  }

  @Test func datesAreDays() {
    #expect(
      mistakes(in: """
        a [date] date = date(2024, 2, 30)
        b [date] date = date(period.year, 3, 1)
        c [date] date = date(2024, 2, 29)
        """) == """
        1:17: 'date(2024, 2, 30)' is not a day [invalid-value]
          at: date(2024, 2, 30)
          expected: a year, a month 1 to 12 and a day of that month, such as date(2024, 3, 1)
        2:17: the numbers of a date are not written out [invalid-value]
          at: date(period.year, 3, 1)
          expected: a year, a month 1 to 12 and a day of that month, such as date(2024, 3, 1)
        """)
  }
}
