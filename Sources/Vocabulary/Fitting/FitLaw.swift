import Forecasting
import Formulas
import History
import Probability
import SourceText
import Synchronization

/// The law that a history gives for a request, or why it gives none.
///
/// Paths have a seed of their own: which trials a scenario runs does not change what was fitted.
///
/// - Complexity: that of `torreya forecast` the first time, a look-up afterwards.
func fittedLaw(_ request: FitRequest, of file: SourceFile) -> Result<FittedLaw, FitRefusal> {
  if let known = laws.withLock({ $0[request] }) { return known }
  let law = Result { () throws(FitRefusal) in try LawFitting(request, file).law() }
  laws.withLock { laws in
    // A long-lived process reads many scenarios; what is dropped is fitted again when asked for.
    if laws.count >= lawMaximum { laws.removeAll() }
    laws[request] = law
  }
  return law
}

private let laws = Mutex<[FitRequest: Result<FittedLaw, FitRefusal>]>([:])
private let lawMaximum = 256

/// Fits a model to one series of a file.
private struct LawFitting {
  /// How many paths tell how values are distributed.
  static let pathCount = 8192
  /// From how many earlier origins a method is judged, as `torreya forecast` does it.
  static let originCount = 6
  /// How many steps ahead are forecast at most: half a century of months.
  static let stepMaximum = 600

  let request: FitRequest
  let history: History
  /// All series of the file, that one among them: a method may fit them together.
  let sisters: [History]
  /// For each period its steps of the history.
  let steps: [Range<Int>]

  init(_ request: FitRequest, _ file: SourceFile) throws(FitRefusal) {
    self.request = request
    sisters = try Self.histories(request, file)
    history = try Self.series(request.series, among: sisters)
    steps = try Self.steps(of: request.periods, in: history)
  }

  func law() throws(FitRefusal) -> FittedLaw {
    let fit = try fit()
    let samples = steps.map { steps in sample(of: steps, fit.paths) }
    let dependence = ScoreDependence(of: samples)
    return FittedLaw(
      unit: history.unit,
      record: FittedLaw.Record(
        series: history.id, fileName: request.fileName, model: fit.model.description.name,
        observations: history.series.values.count { !$0.isNaN }, first: history.start,
        last: history.last, backtest: fit.judgement),
      marginals: request.periods.indices.map { place in
        let isKnown = steps[place].upperBound <= history.series.count
        return FittedLaw.Marginal(
          period: request.periods[place],
          curve: HingedQuantiles(of: samples[place]).over(dependence.scores[place]),
          known: isKnown ? samples[place][0] : nil)
      },
      dependence: dependence,
      isNonNegative: ValueRange(of: history.series).lower == 0, residuals: fit.model.residuals,
      yearBefore: yearBefore)
  }

  // MARK: The history

  /// The series of the file as they were known, the wished one among them.
  private static func histories(_ request: FitRequest, _ file: SourceFile) throws(FitRefusal)
    -> [History]
  {
    let (histories, diagnostics) = readHistory(file, request.options)
    guard diagnostics.isEmpty else {
      throw .mistakes(diagnostics.map(\.askingForAnAnswer))
    }
    let wished = try series(request.series, among: histories).id
    guard let day = request.knownOn else { return histories }
    let known = histories.compactMap { $0.known(on: day) }
    guard known.contains(where: { $0.id == wished }) else {
      throw .problem(
        .init(
          Fit.history,
          BilingualText(
            zh: "到情景的 \"asOf\" 日期 \(day) 为止，历史数据一个也未公布",
            en: "nothing of the history was known on \(day), the scenario's \"asOf\""),
          expected: BilingualText(
            zh: "当时已公布的值", en: "values that were known by then")))
    }
    return known
  }

  private static func series(_ name: String?, among histories: [History]) throws(FitRefusal)
    -> History
  {
    let names = histories.map(\.id)
    let shown = BilingualText.words(
      Array(names.prefix(12)) + (names.count > 12 ? ["…"] : []))
    guard let name else {
      if histories.count == 1 { return histories[0] }
      throw .problem(
        .init(
          Fit.history, code: .missingKey,
          BilingualText(
            zh: "历史数据有 \(histories.count) 个序列，没有写明用哪一个",
            en: "the history has \(histories.count) series, and none is named"),
          expected: BilingualText(
            zh: "\"series\"，为以下之一：\(shown.zh)", en: "\"series\": one of \(shown.en)")))
    }
    guard let history = histories.first(where: { $0.id == name }) else {
      throw .problem(
        .init(
          Fit.series, code: .unknownName,
          BilingualText(
            zh: "历史数据中没有序列“\(name)”", en: "'\(name)' is no series of the history"),
          expected: BilingualText(zh: "以下之一：\(shown.zh)", en: "one of: \(shown.en)"),
          suggestion: didYouMean(name, among: names)))
    }
    return history
  }

  // MARK: The periods

  /// The steps of the history that make each period.
  private static func steps(of periods: [Period], in history: History) throws(FitRefusal)
    -> [Range<Int>]
  {
    let (asked, given) = (periods[0].frequency, history.frequency)
    guard given.periodsPerYear >= asked.periodsPerYear else {
      throw .problem(
        .init(
          Fit.history,
          BilingualText(
            zh: "历史数据是\(given.plural.zh)数据，而这里要的是\(asked.plural.zh)的值",
            en: "the history has \(given.plural.en), and a value for each of the "
              + "\(asked.plural.en) is asked for"),
          expected: BilingualText(
            zh: "\(asked.plural.zh)或更短时段的历史数据",
            en: "a history of \(asked.plural.en) or of shorter periods"),
          suggestion: given == .yearly
            ? BilingualText(
              zh: "每年抽取一次（\"drawn\": \"everyYear\"），再分摊到各期",
              en: "draw it every year (\"drawn\": \"everyYear\") and share it out over the "
                + asked.plural.en)
            : nil))
    }
    let length = given.periodsPerYear / asked.periodsPerYear
    let steps = periods.map { period in
      let first = Period(given, containing: period.firstDay).ordinal - history.start.ordinal
      return first..<(first + length)
    }
    guard steps[0].lowerBound >= 0 else {
      throw .problem(
        .init(
          Fit.history, code: .periodOutsideHorizon,
          BilingualText(
            zh: "历史数据从 \(history.start.label) 才开始，不早于 \(periods[0].label)",
            en: "the history begins with \(history.start.label), "
              + "within or after \(periods[0].label)"),
          expected: BilingualText(
            zh: "预测期之前的值", en: "values from before the horizon")))
    }
    let values = history.series.values
    for step in steps.joined() where step < values.count && values[step].isNaN {
      throw .problem(
        .init(
          Fit.history, code: .missingPeriod, .gap(at: history.period(at: step)),
          expected: BilingualText(
            zh: "补上该值，或历史数据到此之前为止",
            en: "a value, or a history that ends before")))
    }
    guard steps[steps.count - 1].upperBound - values.count <= stepMaximum else {
      throw .problem(
        .init(
          Fit.history, code: .periodOutsideHorizon,
          .endsTooEarly(history.last, before: periods[periods.count - 1]),
          expected: BilingualText(
            zh: "至多预测 \(stepMaximum) 期",
            en: "at most \(stepMaximum) \(given.plural.en) to forecast")))
    }
    return steps
  }

  /// The values of all paths in a period: what is known, and what is forecast.
  private func sample(of steps: Range<Int>, _ paths: PathSample) -> [Double] {
    let values = history.series.values
    let used = request.aggregation == .last ? steps.upperBound - 1..<steps.upperBound : steps
    let scale = request.aggregation == .mean ? 1 / Double(used.count) : 1
    let known = used.filter { $0 < values.count }.reduce(0.0) { $0 + values[$1] }
    var sample = [Double](repeating: known, count: paths.pathCount)
    for step in used where step >= values.count {
      for (path, number) in paths.step(step - values.count).enumerated() { sample[path] += number }
    }
    return scale == 1 ? sample : sample.map { $0 * scale }
  }

  /// The total of the year before that of the first period, where all of it is known.
  private var yearBefore: Double? {
    guard request.aggregation == .sum else { return nil }
    let year = Period(.yearly, year: request.periods[0].year - 1)
    let first =
      Period(history.frequency, containing: year.firstDay).ordinal
      - history.start.ordinal
    let steps = first..<(first + history.frequency.periodsPerYear)
    let values = history.series.values
    guard steps.lowerBound >= 0, steps.upperBound <= values.count else { return nil }
    let total = values[steps].reduce(0, +)
    return total.isFinite ? total : nil
  }

  // MARK: The model

  private struct FoundFit {
    let model: any FittedModel
    let paths: PathSample
    let judgement: FittedLaw.Judgement?
  }

  /// The model, and its paths as `torreya forecast` has them: those of a method that does not look
  /// back by itself are corrected by what earlier forecasts of it missed.
  private func fit() throws(FitRefusal) -> FoundFit {
    guard let named = forecastMethod(named: request.model) else {
      preconditionFailure("the reader knows the methods")
    }
    let series = history.series
    let ahead = max(steps[steps.count - 1].upperBound - series.count, 1)
    let setting = MethodSetting(horizon: ahead, interventions: try interventions())
    let place = sisters.firstIndex { $0.id == history.id } ?? 0
    let methods = named.methods(for: sisters, setting)
    let method = methods[place]
    let model: any FittedModel
    do throws(FitFailure) {
      model = try method.fit(series)
    } catch {
      throw .problem(
        .init(
          Fit.model, .unfit(request.model, for: history.id, error),
          expected: .suitableMethod,
          suggestion: request.model == "automatic"
            ? nil
            : BilingualText(
              zh: "\"automatic\" 适合大多数情形", en: "\"automatic\" suits most")))
    }
    let noise = PathNoise(
      key: RandomStream(name: named.stream(of: history)).key(seed: 1), pathCount: Self.pathCount)
    let paths = model.paths(horizon: ahead, noise: noise)
    guard paths.numbers.allSatisfy(\.isFinite) else {
      throw .problem(
        .init(
          Fit.model, code: .nonFinite,
          BilingualText(
            zh: "方法“\(request.model)”的预测大得超出数值范围",
            en: "the forecast of \(request.model) goes beyond all numbers"),
          expected: BilingualText(
            zh: "适合该历史数据的方法，或它够得着的预测期",
            en: "a method that suits the history, or a horizon that it can reach")))
    }
    let judged = backtest(place, method, ahead)
    let judgement = Self.judgement(of: judged)
    guard !named.looksBack else {
      return FoundFit(model: model, paths: paths, judgement: judgement)
    }
    // Series that are fitted together teach each other's intervals too.
    let samples = sisters.indices.filter {
      $0 == place || named.sharing != nil && sisters[$0].frequency == history.frequency
    }.compactMap { sister in
      (sister == place ? judged : backtest(sister, methods[sister], ahead)).ownSample
    }
    let calibration = Calibration(
      judged.ownSample.map { [$0] } ?? [],
      prior: samples.count > 1 ? Calibration(samples) : .none)
    return FoundFit(
      model: model, paths: calibration.apply(to: paths, range: ValueRange(of: series)),
      judgement: judgement)
  }

  /// What changed the series, if it can tell the effects.
  private func interventions() throws(FitRefusal) -> [Intervention] {
    for intervention in request.interventions where !intervention.happened(during: history) {
      throw .problem(
        .init(
          Fit.interventions,
          BilingualText(
            zh: "“\(intervention.name)”在历史数据期间没有变化，看不出它的影响",
            en: "'\(intervention.name)' does not change within the history, "
              + "which cannot tell its effect"),
          expected: BilingualText(
            zh: "晚于 \(history.start.label)、不晚于 \(history.last.label) 的时间",
            en: "a time after \(history.start.label) and until \(history.last.label)")))
    }
    return request.interventions
  }

  /// What the method would have forecast of one of the series at earlier times, beside the
  /// seasonal naive one.
  private func backtest(_ sister: Int, _ method: any ForecastMethod, _ ahead: Int) -> Backtest {
    let history = sisters[sister]
    let simple = forecastMethod(named: simpleMethodName)?.method(
      for: history, MethodSetting(horizon: ahead))
    return Backtest(
      [method, simple ?? method], on: history.vintages(publicationDelay: 0),
      BacktestSettings(judgedBy: history.series, horizon: ahead, origins: Self.originCount))
  }

  private static func judgement(of backtest: Backtest) -> FittedLaw.Judgement? {
    guard !backtest.origins.isEmpty,
      let interval = backtest.scores(backtest.methods[0]).intervals.first(where: {
        $0.nominal == 0.8
      })
    else { return nil }
    return FittedLaw.Judgement(
      origins: backtest.origins.count, coverage: interval.coverage,
      skill: backtest.skill(of: backtest.methods[0], against: backtest.methods[1]).value)
  }
}

extension Backtest {
  /// What its first method teaches; nil where the series is too short for any origin.
  fileprivate var ownSample: CalibrationSample? {
    origins.isEmpty ? nil : calibrationSample(of: methods[0])
  }
}

extension Frequency {
  /// Such periods, in a message.
  fileprivate var plural: BilingualText {
    switch self {
    case .yearly: BilingualText(zh: "年度", en: "years")
    case .quarterly: BilingualText(zh: "季度", en: "quarters")
    case .monthly: BilingualText(zh: "月度", en: "months")
    }
  }
}

extension Diagnostic {
  /// A warning as a mistake: a scenario has nobody to read it, and its numbers would rest on it.
  fileprivate var askingForAnAnswer: Diagnostic {
    guard severity == .warning else { return self }
    return Diagnostic(
      code, message, at: range, path: path, expected: expected, found: found,
      suggestion: code == .runningTotal
        ? BilingualText(
          zh: "在 \"history\" 旁写 \"cumulative\": true；不是累计数则写 false",
          en: "write \"cumulative\": true beside \"history\", or false if it is not")
        : suggestion)
  }
}

extension BilingualText {
  fileprivate static let suitableMethod = BilingualText(
    zh: "适合该历史数据的方法", en: "a method that suits the history")

  /// A method that a history does not suit.
  fileprivate static func unfit(
    _ method: String, for history: String, _ failure: FitFailure
  ) -> BilingualText {
    BilingualText(
      zh: "方法“\(method)”无法拟合“\(history)”：\(failure.text.zh)",
      en: "\(method) cannot be fitted to '\(history)': \(failure.text.en)")
  }

  /// A period of the horizon that the history leaves out.
  fileprivate static func gap(at period: Period) -> BilingualText {
    BilingualText(
      zh: "历史数据缺 \(period.label) 的值；它在预测期之内，其后又有值",
      en: "the history has no value for \(period.label), which lies in the "
        + "horizon, although it has later ones")
  }

  /// A history from whose end it is too far to the last period that is asked for.
  fileprivate static func endsTooEarly(_ last: Period, before wanted: Period) -> BilingualText {
    BilingualText(
      zh: "历史数据到 \(last.label) 为止，离 \(wanted.label) 太远",
      en: "the history ends with \(last.label), too long before \(wanted.label)")
  }
}
