import Probability
import SeededNumbers
import SourceText
import Testing

@testable import Formulas

/// What resolution says of order, cycles, timing and correlations.
@Suite struct ResolveOrderTests {
  private func order(_ list: String) throws -> [String] {
    let (model, diagnostics) = resolve(ListedIndicators(list).definitions)
    #expect(printed(diagnostics) == "")
    return try #require(model).indicators.map { "\($0.indicator.id) \($0.timing.rawValue)" }
  }

  @Test func orderFollowsNeedAndOtherwiseDeclaration() throws {
    #expect(
      try order("""
        total [元] = rent + tax
        alone [元] = 1元
        tax [元] = 0.1 * base
        rent [元] = 2元
        base [元] = previous(total, 0) + rent
        """) == ["rent once", "base each", "tax each", "total each", "alone once"])
  }

  @Test func timings() throws {
    #expect(
      try order("""
        a [元] = 5元
        b [天] = period.days
        c [天] = sumOverPeriods(b)
        d [share] = c / 366天
        e [天] = at(b, date(2024, 2, 15))
        f [share] = b / e
        g [元] = yearToDate(a)
        h [share] = growth(j)
        i [share] = growth(a, 4元)
        j [元] = previous(j) + a | 1 2 3 4 5 6 7 8 9 10 11 12
        k [天] = c + maxOverPeriods(b * 2)
        l [元] flow = 5元
        """)
        == [
          "a once", "b each", "c after", "d after", "e once", "f each", "g each", "j each",
          "h each", "i once", "k after", "l each",
        ])
  }

  @Test func timingsOfDays() throws {
    // Whether `previous` counts days shows when what it names is known.
    #expect(
      try order("""
        share [1] = previous(other, 0) / 2
        other [1] = previous(share, 0) + weekend
        weekend [1] = day.weekday >= 6
        days [1] = sumOverDays(other)
        before [1] = previous(days, 0) * weekend
        plain [天] = sumOverDays(2天)
        same [天] = meanOverDays(2天)
        all [1] = sumOverPeriods(days)
        """) == [
          "share day", "weekend day", "other day", "days each", "before day", "plain each",
          "same once", "all after",
        ])
  }

  /// Each level is looked at once: twice each would take 2^40 steps.
  @Test func nestedTotalsAreTimedOnce() throws {
    let nested = (0..<40).reduce("sumOverDays(day.weekday)") { inner, _ in "yearToDate(\(inner))" }
    #expect(try order("a [1] = \(nested)") == ["a each"])
  }

  @Test func timingMistakesOfDays() {
    let (model, diagnostics) = resolve(
      ListedIndicators("""
        weekend [1] = day.weekday >= 6
        days [1] = sumOverDays(weekend)
        mixed [1] = weekend * days
        toDate [1] = yearToDate(weekend)
        total [1] = sumOverPeriods(weekend)
        late [1] = weekend + sumOverPeriods(days)
        then [1] = at(weekend, date(2024, 3, 1))
        thenDays [1] = at(days, date(2024, 3, 1))
        unknown [1] = day.holiday
        first [1] = previous(weekend)
        """).definitions)
    #expect(model == nil)
    let messages = diagnostics.map(\.message.en)
    for part in [
      "'weekend' has a value on each day, but 'days' is known only when the days",
      "'weekend' has a value on each day, and 'yearToDate' looks at periods",
      "'weekend' has a value on each day, and 'sumOverPeriods' looks at periods",
      "'weekend' has a value on each day, but 'sumOverPeriods(days)' is known only after the last",
      "'weekend' has a value on each day, and 'at' looks at periods",
      "'days' depends on the periods before or on the days of its own",
      "'day.holiday' is not a fact about a day",
      "'previous(weekend)' has nothing to look back at",
    ] {
      #expect(messages.count { $0.hasPrefix(part) } == 1, "\(part): \(messages)")
    }
    #expect(messages.count == 8)
  }

  @Test func cyclesAreToldAsLoops() {
    #expect(
      mistakes(in: """
        start [元] = 1元 + c
        a [元] = 2 * b
        b [元] = c + 1元
        c [元] = max(a, 3元)
        own [元] = own + 1元
        fine [元] = previous(fine, 0) + 1元
        """) == """
        2:13: 'a' needs itself: a → b → c → a [cycle]
          at: b
          found: 'a' is named at list:4:13, 'b' is named at list:2:13, 'c' is named at list:3:9
          use previous(…) where the value of the period before is meant
        5:11: 'own' needs itself: own → own [cycle]
          at: own
          found: 'own' is named at list:5:11
          use previous(…) where the value of the period before is meant
        """)
  }

  @Test func longChainsAndLongCycles() throws {
    let count = 20_000
    func chain(closed: Bool) -> Definitions {
      Definitions(
        horizon: Horizon(first: Period(.yearly, year: 2024), count: 2),
        indicators: (0..<count).map { index in
          let end: Formula = closed ? .reference("x0") : .constant(1)
          let next = index + 1 < count ? .reference("x\(index + 1)") : end
          return Indicator(
            "x\(index)", label: BilingualText(zh: "", en: ""), kind: .flow, unit: .one,
            next + .constant(1))
        })
    }
    let model = try #require(resolve(chain(closed: false)).model)
    #expect(model.indicators.map(\.indicator.id) == (0..<count).reversed().map { "x\($0)" })
    let diagnostics = resolve(chain(closed: true)).diagnostics
    #expect(diagnostics.count == 1)
    #expect(
      diagnostics[0].message.en == "'x0' needs itself: x0 → x1 → x2 → x3 → x4 → x5 → x6 → x7 → "
        + "(19987 more) → x19995 → x19996 → x19997 → x19998 → x19999 → x0")
  }

  /// Every order satisfies what the formulas need, whatever the graph.
  @Test func randomGraphsAreOrdered() {
    var generator = SeededGenerator(9)
    for _ in 0..<200 {
      let count = Int.random(in: 1...30, using: &generator)
      let rank = Array(0..<count).shuffled(using: &generator)
      let needs = (0..<count).map { index in
        (0..<count).filter { rank[$0] < rank[index] }
          .filter { _ in Int.random(in: 0..<4, using: &generator) == 0 }
          .map { Dependency(index: $0, origin: nil) }
      }
      let ordering = DependencyOrder(needs)
      #expect(ordering.cycles.isEmpty)
      #expect(ordering.order.sorted() == Array(0..<count))
      var place = Array(repeating: 0, count: count)
      for (position, index) in ordering.order.enumerated() { place[index] = position }
      for index in 0..<count {
        #expect(needs[index].allSatisfy { place[$0.index] < place[index] })
      }
    }
  }

  @Test func timingMistakes() {
    #expect(
      mistakes(in: """
        monthly [天] = period.days
        annual [天] = sumOverPeriods(monthly)
        a [share] = monthly / annual
        b [天] = sumOverPeriods(annual)
        c [天] = previous(annual, 0)
        d [天] = yearToDate(b2)
        b2 [天] = annual * 2
        e [天] = at(annual, date(2024, 3, 1))
        f [share] = monthly / sumOverPeriods(monthly * 2)
        g [share] = a * 2
        """) == """
        3:13: 'monthly' has a value in each period, but 'annual' is known only after the \
        last [timing]
          at: monthly
          take one figure of all periods first, such as sumOverPeriods(…)
        4:24: 'annual' is known only after the last period, so 'sumOverPeriods' finds no value of \
        it within a period [timing]
          at: annual
          expected: a value of each period
        5:18: 'annual' is known only after the last period, so 'previous' finds no value of it \
        within a period [timing]
          at: annual
          expected: a value of each period
        6:20: 'b2' is known only after the last period, so 'yearToDate' finds no value of it \
        within a period [timing]
          at: b2
          expected: a value of each period
        8:12: 'annual' is known only after the last period, so 'at' finds no value of it within a \
        period [timing]
          at: annual
          expected: a value of each period
        9:13: 'monthly' has a value in each period, but 'sumOverPeriods(monthly * 2)' is known \
        only after the last [timing]
          at: monthly
          take one figure of all periods first, such as sumOverPeriods(…)
        """)
  }

  @Test func valuesAtADate() {
    #expect(
      mistakes(in: """
        stock [元] level = previous(stock, 0) + 1元
        later [元] level = stock * 2
        a [元] = at(later, date(2024, 3, 1))
        b [天] = at(period.days, date(2025, 1, 1))
        c [天] = at(period.days, period.start)
        d [天] = at(period.days, date(2024, 11, 1) + 30天)
        e [天] = at(period.days, 5)
        """) == """
        7:9: argument 2 of 'at' is in plain numbers [unit-mismatch]
          at: at(period.days, 5)
          expected: a date
        3:12: 'later' depends on the periods before or on the days of its own, so 'at' cannot take \
        its value before the first period has begun [timing]
          at: later
          expected: a value without previous, yearToDate, growth and values of days, also in what \
        it needs
        4:25: 'date(2025, 1, 1)' lies outside the horizon 2024 [period-outside-horizon]
          at: date(2025, 1, 1)
          expected: a date from 2024-01-01 to 2024-12-31
        5:25: the date of 'at' is not written out [timing]
          at: period.start
          expected: a fixed date, such as date(2024, 3, 1)
        7:25: '5' lies outside the horizon 2024 [period-outside-horizon]
          at: 5
          expected: a date from 2024-01-01 to 2024-12-31
        """)
  }

  @Test func firstPeriodsNeedSomethingToLookBackAt() {
    #expect(
      mistakes(in: """
        tax [元] = 5元 | 1 2 3
        a [元] = previous(tax)
        b [share] = growth(tax)
        c [元] = previous(tax * 2)
        d [元] = previous(a)
        """) == """
        3:13: 'growth(tax)' has nothing to look back at in the first year [argument-count]
          at: growth(tax)
          expected: 12 history values of the indicator it looks at
          declare them, or write growth(tax, base)
        4:9: 'previous(tax * 2)' has nothing to look back at in the first period [argument-count]
          at: previous(tax * 2)
          expected: a history value of the indicator it looks at
          declare them, or write previous(tax * 2, 0)
        5:9: 'previous(a)' has nothing to look back at in the first period [argument-count]
          at: previous(a)
          expected: a history value of the indicator it looks at
          declare them, or write previous(a, 0)
        """)
  }

  @Test func argumentCountsOfComponents() {
    let definitions = Definitions(
      horizon: Horizon(first: Period(.yearly, year: 2024), count: 1),
      indicators: [
        Indicator(
          "a", label: BilingualText(zh: "", en: ""), kind: .flow, unit: .one,
          .call(.clamp, .constant(2)))
      ])
    #expect(
      printed(resolve(definitions).diagnostics) == """
        'clamp' takes 3 arguments, and 1 are given [argument-count]
          expected: clamp(x, lower, upper)
        """)
  }

  @Test func correlationsNameStreamsThatAreDrawnAlike() throws {
    func draw(_ stream: String, _ cadence: Draw.Cadence) -> Indicator {
      Indicator(
        stream, label: BilingualText(zh: "", en: ""), kind: .flow, unit: .one,
        Formula(
          .draw(
            Draw(
              stream: stream, cadence: cadence, distribution: Anything(ParameterValues([:])),
              unit: .one, text: "anything()"))))
    }
    func correlation(_ streams: String...) throws -> Correlation {
      let count = streams.count
      let identity = (0..<count * count).map { $0 % (count + 1) == 0 ? 1.0 : 0 }
      return Correlation(
        name: "group", streams: streams,
        dependence: try Dependence(.scores, .gaussian, variables: count, entries: identity))
    }
    var definitions = Definitions(
      horizon: Horizon(first: Period(.yearly, year: 2024), count: 1),
      indicators: [
        draw("activity", .everyPeriod), draw("weather", .everyPeriod), draw("level", .once),
        draw("trend", .everyYear),
      ])
    definitions.correlations = [
      try correlation("activity", "wether"), try correlation("activity", "level", "trend"),
    ]
    #expect(
      printed(resolve(definitions).diagnostics) == """
        no uncertain value is called 'wether' [correlation]
          did you mean 'weather'?
        'activity' stands in the correlations twice [correlation]
          expected: each stream once
        'level' is drawn once, but 'activity' every period [correlation]
          expected: streams that are drawn equally often
        'trend' is drawn every year, but 'activity' every period [correlation]
          expected: streams that are drawn equally often
        """)
    definitions.correlations = [try correlation("activity", "weather")]
    #expect(try #require(resolve(definitions).model).correlations.count == 1)
  }
}
