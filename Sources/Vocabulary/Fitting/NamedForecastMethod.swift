import Forecasting
import Formulas
import History
import SourceText

/// A way to forecast that the command line and scenarios can name.
public struct NamedForecastMethod: Sendable {
  /// What a method knows besides the numbers of a series.
  public enum Knowledge: Hashable, Sendable {
    /// Nothing.
    case none
    /// What happened when: interventions and changed definitions.
    case events
    /// These, and the calendar with its festivals.
    case eventsAndCalendar
  }

  /// The word for it, such as `ets`.
  public let name: String
  /// What it is, in a few words.
  public let summary: BilingualText
  /// Whether it is for counts that are often zero, and says little of anything else.
  public let isForCounts: Bool
  /// What it knows besides the numbers.
  public let knowledge: Knowledge
  /// Whether it compares earlier forecasts with what came by itself, and corrects its intervals.
  public var looksBack: Bool { name == "automatic" }
  /// Whether the series of a file are fitted together; nil where each is fitted by itself.
  public let sharing: Sharing?
  private let make: @Sendable (_ horizon: Int, _ known: Explanations) -> any ForecastMethod

  /// How the series of a file are fitted together.
  public struct Sharing: Sendable {
    /// Whether they are one model, so that only series with the same last period are, and each
    /// path is one future of all of them.
    public let isOneModel: Bool
    let method: any SharingForecastMethod
  }

  init(
    _ name: String, zh: String, en: String, isForCounts: Bool = false,
    knowing knowledge: Knowledge = .none,
    make: @escaping @Sendable (_ horizon: Int, _ known: Explanations) -> any ForecastMethod
  ) {
    self.name = name
    summary = BilingualText(zh: zh, en: en)
    self.isForCounts = isForCounts
    self.knowledge = knowledge
    sharing = nil
    self.make = make
  }

  init(
    _ method: some SharingForecastMethod, zh: String, en: String, isOneModel: Bool
  ) {
    name = method.name
    summary = BilingualText(zh: zh, en: en)
    isForCounts = false
    knowledge = .none
    sharing = Sharing(isOneModel: isOneModel, method: method)
    make = { _, _ in method }
  }

  /// The method for each of the series of a file, kept within what its values can be.
  ///
  /// Series of one frequency that learn from each other do so at each time from which they are
  /// forecast, with what was known then.
  public func methods(for histories: [History], _ setting: MethodSetting)
    -> [any ForecastMethod]
  {
    guard let sharing else { return histories.map { method(for: $0, setting) } }
    var methods = histories.map { method(for: $0, setting) }
    let groups = Dictionary(grouping: histories.indices) { place in
      Group(
        frequency: histories[place].frequency,
        end: sharing.isOneModel ? histories[place].last.ordinal : nil)
    }
    for places in groups.values {
      let fits = SharedFits(
        sharing.method,
        places.map { histories[$0].vintages(publicationDelay: setting.publicationDelay) },
        starts: places.map { histories[$0].start.ordinal }, window: setting.window)
      for (member, place) in places.enumerated() { methods[place] = fits.method(of: member) }
    }
    return methods
  }

  /// The name of the random numbers of a history's forecast: the same for all series of one
  /// model, so that a path is one future of all of them.
  public func stream(of history: History) -> String {
    sharing?.isOneModel == true ? "forecast" : "forecast.\(history.id)"
  }

  private struct Group: Hashable {
    let frequency: Frequency
    let end: Int?
  }

  /// The method for a series by itself, kept within what its values can be.
  public func method(for history: History, _ setting: MethodSetting) -> any ForecastMethod {
    let series = history.series
    // The combination keeps to what its series shows by itself.
    let isBounded = ValueRange(of: series).lower == 0 && !isForCounts && !looksBack
    let known = explanations(of: history, setting)
    let make = make
    let part: @Sendable (AcrossTime.Part) -> any ForecastMethod = { part in
      let method = make(part.horizon, known.of(part))
      return isBounded ? Bounded.nonNegative(method) : method
    }
    return setting.acrossTime ?? looksBack
      ? AcrossTime(horizon: setting.horizon, method: part)
      : part(AcrossTime.Part(horizon: setting.horizon))
  }

  private func explanations(of history: History, _ setting: MethodSetting) -> Explanations {
    // Across time whole years are forecast, of which the last may reach beyond the horizon.
    let years = 2 * history.frequency.periodsPerYear
    let stepCount = history.series.count + setting.horizon + years
    return Explanations(
      events: knowledge == .none
        ? Regressors() : history.eventRegressors(setting.interventions, stepCount: stepCount),
      calendar: knowledge == .eventsAndCalendar
        ? history.knownCalendar(stepCount: stepCount) : Regressors())
  }
}

/// What may explain a series besides its past.
struct Explanations: Sendable {
  /// What happened when.
  let events: Regressors
  let calendar: Regressors

  /// The same for sums of steps.
  func of(_ part: AcrossTime.Part) -> Explanations {
    guard part.length > 1 else { return self }
    return Explanations(
      events: events.averaged(over: part.length, from: part.firstStep),
      calendar: calendar.averaged(over: part.length, from: part.firstStep))
  }
}

/// What is asked of a method, whichever it is.
public struct MethodSetting: Sendable {
  /// How many steps ahead.
  public var horizon: Int
  /// Whether it is brought together with forecasts of quarters and years; nil for what is usual:
  /// the combination is.
  public var acrossTime: Bool?
  /// What changed the series at a known time.
  public var interventions: [Intervention] = []
  /// How many of the latest periods a fit knows; nil for all.
  public var window: Int?
  /// How many days after the end of a period its value is known, where no row says it.
  public var publicationDelay = 0

  public init(horizon: Int, interventions: [Intervention] = []) {
    self.horizon = horizon
    self.interventions = interventions
  }
}
