import Probability

/// A method whose forecasts of single steps, of quarters and of years agree.
///
/// Quarters and years are forecast by the same method from series of their own, in which trends
/// stand out from seasons and noise; then all levels are brought together path by path, each
/// moving by the number of steps that it sums. A year is as many steps as make a season's cycle,
/// counted from the first step that is forecast. A level with too short a history takes no part.
///
/// - Source: Athanasopoulos, Hyndman, Kourentzes, Petropoulos (2017), "Forecasting with temporal
///   hierarchies", with the scaling of section 3.2; which levels is ours.
public struct AcrossTime: ForecastMethod {
  /// The values that a level of years needs, as many as `Automatic` needs to look back.
  static let leastYears = 5

  /// What a level's series is made of, for methods that know what happened at which step.
  public struct Part: Hashable, Sendable {
    /// How many of its values are forecast.
    public let horizon: Int
    /// How many steps each of its values sums.
    public let length: Int
    /// Which step of the whole series is the first that it sums.
    public let firstStep: Int

    /// The single steps of a series, or sums of them.
    public init(horizon: Int, length: Int = 1, firstStep: Int = 0) {
      self.horizon = horizon
      self.length = length
      self.firstStep = firstStep
    }
  }

  /// How many steps will be asked for; others may be asked for too.
  public let horizon: Int
  /// How strongly each level moves.
  public let reconciliation: ReconciliationMethod
  private let make: @Sendable (Part) -> any ForecastMethod

  /// - Parameter method: the method of each level.
  /// - Precondition: `horizon` ≥ 1, and `reconciliation` needs no errors.
  public init(
    horizon: Int, reconciliation: ReconciliationMethod = .structuralScaling,
    method: @escaping @Sendable (Part) -> any ForecastMethod
  ) {
    precondition(horizon >= 1 && reconciliation.errorCount == nil, "a step to forecast")
    self.horizon = horizon
    self.reconciliation = reconciliation
    make = method
  }

  public var name: String { make(whole).name }

  private var whole: Part { Part(horizon: horizon) }

  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    let own = try make(whole).fit(series)
    guard let levels = Levels(of: series, horizon: horizon) else { return own }
    let models = levels.sums.map { sum in
      sum.series.flatMap { try? make(sum.part).fit($0) }
    }
    return AcrossTimeModel(own, models, levels, reconciliation) ?? own
  }

  /// Fits many series, level by level, which learn from each other.
  ///
  /// - Parameter fitAll: fits all series of a level.
  /// - Returns: for each series its fit, or why there is none.
  public func fit(
    all series: [TimeSeries],
    by fitAll: (_ series: [TimeSeries], _ horizon: Int) -> [Result<any FittedModel, FitFailure>]
  ) -> [Result<any FittedModel, FitFailure>] {
    let own = fitAll(series, horizon)
    let levels = series.map { Levels(of: $0, horizon: horizon) }
    // The sums of one size and season together, whatever series they are of.
    var wanted: [LevelKey: [(series: Int, sum: Int)]] = [:]
    for (place, level) in levels.enumerated() {
      for (index, sum) in (level?.sums ?? []).enumerated() where sum.series != nil {
        wanted[LevelKey(sum.stepsOfYear, sum.horizon), default: []].append((place, index))
      }
    }
    var models = levels.map { [(any FittedModel)?](repeating: nil, count: $0?.sums.count ?? 0) }
    for (key, places) in wanted.sorted(by: { $0.key < $1.key }) {
      let fits = fitAll(
        places.compactMap { levels[$0.series]?.sums[$0.sum].series }, key.horizon)
      for (place, fit) in zip(places, fits) { models[place.series][place.sum] = try? fit.get() }
    }
    return series.indices.map { place in
      own[place].map { model in
        levels[place].flatMap { AcrossTimeModel(model, models[place], $0, reconciliation) }
          ?? model
      }
    }
  }
}

/// What is fitted together.
private struct LevelKey: Hashable, Comparable {
  let stepsOfYear: Int
  let horizon: Int

  init(_ stepsOfYear: Int, _ horizon: Int) {
    self.stepsOfYear = stepsOfYear
    self.horizon = horizon
  }

  static func < (left: LevelKey, right: LevelKey) -> Bool {
    (left.stepsOfYear, left.horizon) < (right.stepsOfYear, right.horizon)
  }
}

/// The levels of a series above its single steps.
struct Levels: Sendable {
  /// The sums of one size.
  struct Sums: Sendable {
    /// Nil where there are too few.
    let series: TimeSeries?
    /// How many of them make a year.
    let stepsOfYear: Int
    let part: AcrossTime.Part

    /// How many are forecast.
    var horizon: Int { part.horizon }
  }

  let hierarchy: TemporalHierarchy
  /// From the year down, without the single steps.
  let sums: [Sums]
  let isNonNegative: Bool

  /// - Returns: nil where no level is long enough, or seasons are neither months nor quarters.
  init?(of series: TimeSeries, horizon: Int) {
    let sizes: [Int]
    switch series.seasonLength {
    case 12: sizes = [12, 3]
    case 4: sizes = [4]
    default: return nil
    }
    let hierarchy = TemporalHierarchy(seasonLength: series.seasonLength, sizes: sizes)
    let years = (horizon + series.seasonLength - 1) / series.seasonLength
    let first = series.firstStep + series.count % series.seasonLength
    sums = zip(hierarchy.levels(of: series.values), hierarchy.stepsOfYear).dropLast().map {
      values, steps in
      let isLong = values.count / steps >= AcrossTime.leastYears
      return Sums(
        series: isLong ? TimeSeries(values: values, seasonLength: steps) : nil,
        stepsOfYear: steps,
        part: AcrossTime.Part(
          horizon: years * steps, length: series.seasonLength / steps, firstStep: first))
    }
    guard sums.contains(where: { $0.series != nil }) else { return nil }
    self.hierarchy = hierarchy
    isNonNegative = series.values.allSatisfy { !($0 < 0) }
  }
}

/// The models of single steps, quarters and years, brought together.
public struct AcrossTimeModel: FittedModel {
  private let own: any FittedModel
  /// Nil where a level has none.
  private let sums: [(any FittedModel)?]
  private let hierarchy: TemporalHierarchy
  private let reconciliation: Reconciliation

  init?(
    _ own: any FittedModel, _ sums: [(any FittedModel)?], _ levels: Levels,
    _ method: ReconciliationMethod
  ) {
    guard sums.contains(where: { $0 != nil }) else { return nil }
    self.own = own
    self.sums = sums
    hierarchy = levels.hierarchy
    var missing: [Int] = []
    var node = 0
    for (model, steps) in zip(sums, hierarchy.stepsOfYear) {
      if model == nil { missing += node..<node + steps }
      node += steps
    }
    guard
      let found = try? Reconciliation(
        hierarchy.structure, method, missing: missing, nonNegative: levels.isNonNegative)
    else { return nil }
    reconciliation = found
  }

  /// That of the single steps, whose likelihood it keeps.
  public var description: ModelDescription {
    let own = own.description
    return ModelDescription(
      name: own.name + ", across time", parameters: own.parameters, effects: own.effects,
      logLikelihood: own.logLikelihood, estimatedCount: own.estimatedCount,
      observationCount: own.observationCount)
  }

  /// Those of the single steps.
  public var residuals: [Double] { own.residuals }

  public func pointForecast(horizon: Int) -> [Double] {
    let years = years(horizon)
    let base = levels(years) { model, steps in
      model.pointForecast(horizon: steps)
    } otherwise: { [Double](repeating: 0, count: $0) }
    return Array((hierarchy.reconciled(base, reconciliation).last ?? []).prefix(horizon))
  }

  /// Draws of the steps to come; those of sums are put in the order of the single steps' totals,
  /// since all levels forecast the same thing.
  public func paths(horizon: Int, noise: PathNoise) -> PathSample {
    let years = years(horizon)
    let base = levels(years) { model, steps in
      model.paths(horizon: steps, noise: self.noise(noise, steps / years))
    } otherwise: { steps in
      PathSample(
        horizon: steps, pathCount: noise.pathCount,
        numbers: [Double](repeating: 0, count: steps * noise.pathCount))
    }
    let found = hierarchy.reconciledSteps(base, reconciliation)
    guard horizon < found.horizon else { return found }
    return PathSample(
      horizon: horizon, pathCount: noise.pathCount,
      numbers: Array(found.numbers.prefix(horizon * noise.pathCount)))
  }

  private func years(_ horizon: Int) -> Int {
    (horizon + hierarchy.structure.bottomCount - 1) / hierarchy.structure.bottomCount
  }

  /// What each level says of some years, the single steps last.
  private func levels<Forecast>(
    _ years: Int, _ forecast: (any FittedModel, Int) -> Forecast,
    otherwise none: (Int) -> Forecast
  ) -> [Forecast] {
    zip(sums + [own], hierarchy.stepsOfYear).map { model, steps in
      model.map { forecast($0, years * steps) } ?? none(years * steps)
    }
  }

  /// The numbers of a level: single steps have those that the model alone would have.
  private func noise(_ noise: PathNoise, _ stepsOfYear: Int) -> PathNoise {
    guard stepsOfYear < hierarchy.structure.bottomCount else { return noise }
    return PathNoise(
      key: RandomStream(name: "forecast.level\(stepsOfYear)").key(seed: noise.key.bits),
      pathCount: noise.pathCount, drawsParameters: noise.drawsParameters)
  }
}
