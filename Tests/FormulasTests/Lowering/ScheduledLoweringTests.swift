import ColumnPlan
import Probability
import Scheduling
import Simulation
import SourceText
import Testing

@testable import Formulas

/// Dates that a plan works out before its first period, against what its days make of the same
/// draws.
@Suite("dates before the first period")
struct ScheduledLoweringTests {
  private let horizon = Horizon(first: Period(label: "2024-01")!, count: 12)

  private func uniform(
    _ stream: String, _ low: Double, _ high: Double, _ cadence: Draw.Cadence,
    _ unit: UnitOfMeasure
  ) throws -> Formula {
    Formula(
      .draw(
        Draw(
          stream: stream, cadence: cadence,
          distribution: try Uniform(ParameterValues(["low": low, "high": high])), unit: unit,
          text: "uniform")))
  }

  /// Two activities in a row on a calendar, the first of which stands still on wet days.
  private func schedule(_ week: WorkCalendar) -> Schedule {
    let first = CalendarDate(year: 2019, month: 1, day: 1)!
    let last = CalendarDate(year: 2039, month: 12, day: 31)!
    let shares = (first.dayNumber...last.dayNumber).map {
      week.isWorkingDay(CalendarDate(dayNumber: $0)) ? 1.0 : 0
    }
    let dry = WorkLine(label: "week", firstDay: first.dayNumber, workedShares: shares)
    let open = WorkLine(
      label: "open", firstDay: first.dayNumber, workedShares: shares,
      losses: [WorkLine.Loss(state: 0, share: .fixed(1))])
    let begin = Double(CalendarDate(year: 2024, month: 3, day: 1)!.dayNumber)
    let network = Network(
      activities: [
        Network.Activity(line: 1, duration: .input(0), notBefore: .fixed(begin)),
        Network.Activity(line: 0, duration: .input(1)),
      ],
      links: [Network.Link(0, 1)], lines: [dry, open], inputs: 2)
    return Schedule(
      name: "works", network: network, activityNames: ["dig", "build"],
      inputs: [.reference("dig.duration"), .reference("build.duration")], states: ["wet"])
  }

  /// Two activities in a row, the first of which stands still on wet days.
  private func definitions(wet: Formula? = nil, duration: Formula? = nil) throws
    -> Definitions
  {
    let week = WorkCalendar(id: "week", label: BilingualText(zh: "week", en: "week"))
    func dated(_ id: String, _ activity: Int, _ quantity: Network.Quantity) -> Indicator {
      Indicator(
        id, label: BilingualText(zh: id, en: id), kind: quantity.unit == .date ? .date : .level,
        unit: quantity.unit, .scheduled("works", activity, quantity))
    }
    func level(_ id: String, _ unit: UnitOfMeasure, _ formula: Formula) -> Indicator {
      Indicator(id, label: BilingualText(zh: id, en: id), kind: .level, unit: unit, formula)
    }
    let calendar = Formula.reference("calendars.week")
    func worked(_ moment: Formula) -> Formula { .call(.workingDay, moment, calendar) }
    let day = Formula.reference("day.start")
    let isWorkday = worked(day + .constant(1, .day)) - worked(day)
    let isWithin = Formula.call(
      .and, .call(.lessOrEqual, .reference("dig.begins"), day),
      .call(.less, day, .reference("dig.ends")))
    return try Definitions(
      horizon: horizon,
      indicators: [
        level(
          "wet", .one,
          wet ?? .call(.less, try uniform("rain", 0, 1, .everyDay, .one), .constant(0.3))),
        level("dig.duration", .day, duration ?? uniform("dig", 20, 60, .once, .day)),
        level("build.duration", .day, uniform("build", 5, 15, .once, .day)),
        dated("dig.begins", 0, .begins), dated("dig.ends", 0, .ends),
        dated("dig.lost", 0, .lostToWeather),
        dated("build.ends", 1, .ends), dated("build.critical", 1, .critical),
        level(
          "lostByDay", .day,
          .call(
            .sumOverPeriods, .call(.sumOverDays, isWorkday * isWithin * .reference("wet")))),
        level(
          "dig.worked", .day, worked(.reference("dig.ends")) - worked(.reference("dig.begins"))),
        level(
          "build.worked", .day, worked(.reference("build.ends")) - worked(.reference("dig.ends"))),
      ],
      calendars: [week], schedules: [schedule(week)])
  }

  private func result(threads: Int, sampling: SamplingScheme = .pseudoRandom) throws
    -> SimulationResult
  {
    let (found, diagnostics) = resolve(try definitions())
    let plan = lower(try #require(found, "\(printed(diagnostics))"), recording: .everything)
    #expect(plan.defects() == [])
    return try simulate(
      plan,
      SimulationSettings(
        trials: 3000, seed: 7, sampling: sampling, threads: threads, memory: 1 << 28))
  }

  private func values(_ id: String, _ result: SimulationResult) throws -> [Double] {
    let column = try #require(result.column(id, period: horizon.label))
    return (0..<result.trials).map { result.value(of: column, inTrial: $0) }
  }

  @Test(
    "the weather that works lose days to is the weather of the days",
    arguments: [SamplingScheme.pseudoRandom, .sobol(randomisations: 8)])
  func sameWeather(sampling: SamplingScheme) throws {
    let result = try result(threads: 2, sampling: sampling)
    let lost = try values("dig.lost", result)
    for (found, expected) in zip(lost, try values("lostByDay", result)) {
      #expect(abs(found - expected) <= 1e-9)
    }
    #expect(lost.contains { $0 > 15 } && Set(lost).count > 10)
    let durations = try values("dig.duration", result)
    for (worked, parts) in zip(try values("dig.worked", result), zip(durations, lost)) {
      #expect(abs(worked - parts.0 - parts.1) <= 1e-8)
    }
    for (worked, duration) in zip(
      try values("build.worked", result), try values("build.duration", result))
    {
      #expect(abs(worked - duration) <= 1e-8)
    }
  }

  @Test("as many workers as there are give the same bits")
  func workers() throws {
    let one = try result(threads: 1)
    for threads in [2, 5] {
      let others = try result(threads: threads)
      for id in ["dig.ends", "build.ends", "dig.lost"] {
        #expect(try values(id, one) == values(id, others))
      }
    }
  }

  @Test("numbers that differ in time, and weather that waits for works, are refused")
  func refused() throws {
    let changing = try resolve(
      definitions(duration: .reference("period.index") * .constant(1, .day)))
    #expect(
      printed(changing.diagnostics).contains("dates are worked out before the first period"))
    #expect(changing.model == nil)
    let circle = try resolve(
      definitions(wet: .call(.less, .reference("day.start"), .reference("build.ends"))))
    #expect(printed(circle.diagnostics).contains("weather"))
    #expect(circle.model == nil)
    let selfish = try resolve(
      definitions(duration: .reference("build.ends") - .reference("dig.begins")))
    #expect(printed(selfish.diagnostics).contains("the dates of works"))
    #expect(selfish.model == nil)
  }
}
