import Forecasting
import Formulas
import History

/// What is to be forecast, and how.
public struct ForecastRequest: Sendable {
  /// How many periods ahead.
  public var horizon: Int
  /// The methods: the first one forecasts, all are judged by a backtest.
  public var methods: [NamedForecastMethod]
  /// From how many origins forecasts are made again; 0 for none.
  public var origins: Int
  /// How many values the first of them has to know; nil for what is usual.
  public var minimumTraining: Int?
  /// How many of the latest periods each forecast knows; nil for all.
  public var window: Int?
  /// Whether intervals are corrected by what the forecasts made again show; those of a method that
  /// looks back are so already.
  public var calibrates = true
  /// The day up to which data are known; nil for all that is in the files.
  public var informationDate: CalendarDate?
  /// How many days after the end of a period its value is known, where the history does not say.
  public var publicationDelay = 0
  /// Whether forecasts of months, quarters and years are brought together; nil for what is usual
  /// of the method.
  public var isAcrossTime: Bool?
  /// What changed the series at a known time, of which methods that know it estimate the effect.
  public var interventions: [Intervention] = []
  /// How forecasts of sums and their members are brought together.
  public var reconciliation = CoherenceMethod.minimumTrace
  public var pathCount = 4096
  public var seed: UInt64 = 1
  /// How many workers; they change no result.
  public var threads = 1

  /// A forecast with the usual settings.
  ///
  /// - Precondition: `horizon` is 1 or more, and there is a method.
  public init(horizon: Int, methods: [NamedForecastMethod]) {
    precondition(horizon >= 1 && !methods.isEmpty, "something to forecast and a way to do it")
    self.horizon = horizon
    self.methods = methods
    origins = methods[0].looksBack ? 0 : 6
  }

  /// Whether intervals are to be corrected here.
  var corrects: Bool { calibrates && !methods[0].looksBack }

  /// What is asked of each method.
  var setting: MethodSetting {
    var setting = MethodSetting(horizon: horizon)
    setting.acrossTime = isAcrossTime
    setting.interventions = interventions
    setting.window = window
    setting.publicationDelay = publicationDelay
    return setting
  }

  /// The methods for each history, those whose series learn from each other together.
  ///
  /// - Shape: one list for each history, in the order of `methods`; an empty one where nothing is
  ///   known of it.
  func methods(for histories: [History?]) -> [[any ForecastMethod]] {
    let known = histories.compactMap { $0 }
    let byMethod = methods.map { $0.methods(for: known, setting) }
    var place = -1
    return histories.map { history in
      guard history != nil else { return [] }
      place += 1
      return byMethod.map { $0[place] }
    }
  }

  /// What was known of a history on the information date.
  ///
  /// - Returns: nil where nothing was known.
  public func known(of history: History) -> History? {
    guard let informationDate else { return history }
    return history.known(on: informationDate)
  }

  /// The day up to which a forecast of a history uses data.
  public func date(of history: History) -> CalendarDate {
    informationDate ?? history.last.lastDay.adding(days: publicationDelay)
  }
}
