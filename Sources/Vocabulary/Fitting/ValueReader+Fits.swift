import Formulas
import History
import SourceText

extension ValueReader {
  /// A value that continues a history.
  func fit(_ node: JSONNode, _ path: JSONPath) -> ValueReading {
    guard
      let reader = ObjectReader(
        node, as: Fit.descriptor, path: path, idPath: name, context: context)
    else { return placeholder }
    let periods = fittedPeriods(node, path)
    let declared = reader.unit(Fit.unit)
    guard let request = request(reader, periods ?? [context.horizon.first]), let periods,
      let (file, historyPath) = history(reader)
    else { return placeholder }
    let asked = FitRequest(request, of: file, periods: periods)
    switch fittedLaw(asked, of: file) {
    case .failure(let refusal):
      report(refusal, reader, historyPath)
      return placeholder
    case .success(let law):
      guard let unit = unit(of: law, declared, reader) else { return placeholder }
      return reading(FittedValue(law: law, unit: unit), node)
    }
  }

  // MARK: How often

  /// How often the value is drawn: as the planner says, else as befits the field.
  private var fitting: Draw.Cadence { fittedCadence ?? cadence }

  /// The periods for which values are asked: those of the horizon, or the years that it touches;
  /// nil, with a diagnostic, where one value for all of them is.
  private func fittedPeriods(_ node: JSONNode, _ path: JSONPath) -> [Period]? {
    switch fitting {
    case .everyPeriod: return context.horizon.periods
    case .everyYear: return context.horizon.touchedYears.map { Period(.yearly, year: $0) }
    case .once, .everyDay:
      let isDay = fitting == .everyDay
      context.report(
        Diagnostic(
          .invalidValue, isDay ? .noDailyHistory : .oneValueForAll, at: node.range,
          path: path.description,
          expected: BilingualText(
            zh: "在 \"fit\" 旁写 \"drawn\": \"everyPeriod\"，每期一个值；或 \"everyYear\"，每年一个值",
            en: "\"drawn\": \"everyPeriod\" beside \"fit\" for a value of each period, or "
              + "\"everyYear\" for one of each year"),
          suggestion: isDay ? nil : .distributionOfForecast))
      return nil
    }
  }

  // MARK: What is asked

  /// The request as far as the object tells it, without the bytes of the file.
  private func request(_ reader: ObjectReader, _ periods: [Period]) -> FitRequest? {
    let before = context.diagnostics.count
    var request = FitRequest(content: [], fileName: "", periods: periods)
    request.series = reader.text(Fit.series)
    request.value = reader.text(Fit.value)
    request.definition = reader.text(Fit.definition)
    request.isCumulative = reader.boolean(Fit.cumulative)
    request.jointJanuaryFebruary = reader.boolean(Fit.jointJanuaryFebruary) ?? false
    request.model = reader.choice(Fit.model) ?? request.model
    request.gaps = reader.choice(Fit.gaps).flatMap { .init(rawValue: $0) } ?? request.gaps
    request.outliers =
      reader.choice(Fit.outliers).flatMap { .init(rawValue: $0) } ?? request.outliers
    request.aggregation =
      reader.choice(Fit.aggregate).flatMap { .init(rawValue: $0) } ?? request.aggregation
    request.interventions = interventions(reader, request.model)
    request.knownOn = context.asOf
    // What is wrong with the object is mended first; a fit of half of it would say nothing.
    return context.diagnostics.count == before && reader.has(Fit.history) ? request : nil
  }

  private func interventions(_ reader: ObjectReader, _ model: String) -> [Intervention] {
    let texts = reader.placedTexts(Fit.interventions)
    let knowing = forecastMethods.filter { $0.knowledge != .none }.map(\.name)
    if !texts.isEmpty, !knowing.contains(model) {
      reader.reportInvalid(
        Fit.interventions,
        BilingualText(
          zh: "方法“\(model)”不估计影响", en: "\(model) estimates no effects"),
        expected: BilingualText(
          zh: "\"model\"，为以下之一：" + knowing.joined(separator: "、"),
          en: "\"model\": one of " + knowing.joined(separator: ", ")))
    }
    return texts.compactMap { text, node, path in
      if let intervention = Intervention(parsing: text) { return intervention }
      context.report(
        Diagnostic(
          .invalidValue,
          BilingualText(
            zh: "“\(text)”没有写明事件的时间",
            en: "'\(text)' says no time of an intervention"),
          at: node.range, path: path.description,
          expected: BilingualText(
            zh: "时段，例如 2020-02、closure=2020-02..2020-04；此后一直如此写 2023-07..",
            en: "a period such as 2020-02, closure=2020-02..2020-04, or 2023-07.. for ever"),
          found: .same(text)))
      return nil
    }
  }

  private func history(_ reader: ObjectReader) -> (file: SourceFile, path: JSONPath)? {
    guard let name = reader.text(Fit.history), let (node, path) = reader.member(Fit.history),
      let file = context.file(named: name, at: node.range, path: path)
    else { return nil }
    return (file, path)
  }

  private func report(_ refusal: FitRefusal, _ reader: ObjectReader, _ path: JSONPath) {
    switch refusal {
    case .mistakes(let diagnostics): context.report(diagnostics)
    case .problem(let problem):
      let place = reader.member(problem.field) ?? reader.member(Fit.history)
      context.report(
        Diagnostic(
          problem.code, problem.message, at: place?.node.range ?? reader.node.range,
          path: (place?.path ?? path).description, expected: problem.expected,
          found: (place?.node.excerpt).map(BilingualText.same), suggestion: problem.suggestion))
    }
  }

  // MARK: Units

  /// The unit of the history's values; nil, with a diagnostic, where it is not known or measures
  /// something else.
  private func unit(of law: FittedLaw, _ declared: UnitOfMeasure?, _ reader: ObjectReader)
    -> UnitOfMeasure?
  {
    if let declared, let given = law.unit, declared != given {
      reader.reportInvalid(
        Fit.unit,
        BilingualText(
          zh: "历史数据注明其单位为 \(given.symbol)",
          en: "the history says that its values are in \(given.symbol)"),
        expected: BilingualText(
          zh: "\"\(given.symbol)\"，或不写", en: "\"\(given.symbol)\", or nothing"))
      return nil
    }
    guard let found = declared ?? law.unit ?? (unit.allowsBareNumbers ? unit : nil) else {
      reader.reportInvalid(
        Fit.history,
        BilingualText(
          zh: "历史数据没有注明数值的单位", en: "the history does not say what its values count"),
        expected: BilingualText(
          zh: "在表头写明 \(unit.symbol) 一类的单位，例如 value(\(unit.symbol))；"
            + "或在 \"history\" 旁写 \"unit\"",
          en: "a unit like \(unit.symbolOrWord.en) in its header, such as "
            + "value(\(unit.symbol)), or \"unit\" beside \"history\""))
      return nil
    }
    guard found.hasSameDimension(as: unit), !unit.hasSameDimension(as: .date) else {
      let (node, path) =
        reader.member(Fit.unit) ?? reader.member(Fit.history) ?? (reader.node, reader.path)
      context.report(
        Diagnostic(
          .unitMismatch, .history(in: found, where: unit), at: node.range,
          path: path.description, expected: FieldShape.value(unit).expectation,
          found: .same(node.excerpt)))
      return nil
    }
    return found
  }

  // MARK: What comes of it

  private func reading(_ value: FittedValue, _ node: JSONNode) -> ValueReading {
    let formulas = FitFormulas(value, name: name, cadence: fitting, horizon: context.horizon)
    context.add(value, named: name)
    if let whole = formulas.whole { add(whole, Fit.whole(of: name), "整体得分", "whole", node) }
    add(formulas.score, Fit.score(of: name), "得分", "score", node)
    var reading = ValueReading(
      Formula(formulas.value(in: unit).node, origin: node.range), unit: value.unit)
    let marginals = value.law.marginals
    if marginals.count == 1 { reading.likely = value.unit.baseValue(of: marginals[0].curve.median) }
    reading.text = value.law.record.text
    reading.isUncertain = marginals.contains { $0.known == nil }
    return reading
  }
}

extension ValueReader {
  /// What a fitted value is made of, as an inner indicator.
  private func add(
    _ formula: Formula, _ id: String, _ chinese: String, _ english: String, _ node: JSONNode
  ) {
    context.add(
      Indicator(
        id, label: BilingualText(zh: name + "：" + chinese, en: name + ": " + english),
        kind: .level, unit: .one, formula, visibility: .inner, origin: node.range))
  }
}

extension FitRequest {
  /// The same request of the bytes of a file.
  fileprivate init(_ request: FitRequest, of file: SourceFile, periods: [Period]) {
    self.init(content: file.bytes, fileName: file.name, periods: periods)
    (model, series, value, definition) =
      (request.model, request.series, request.value, request.definition)
    (isCumulative, jointJanuaryFebruary) = (request.isCumulative, request.jointJanuaryFebruary)
    (gaps, outliers, aggregation) = (request.gaps, request.outliers, request.aggregation)
    interventions = request.interventions
    knownOn = request.knownOn
  }
}

extension BilingualText {
  fileprivate static let noDailyHistory = BilingualText(
    zh: "历史数据没有每一天的值", en: "a history has no value for each day")
  fileprivate static let oneValueForAll = BilingualText(
    zh: "此处在整个预测期只有一个值，而历史数据每期给出一个",
    en: "this is one value for the whole horizon, and a history gives one for each period")
  fileprivate static let distributionOfForecast = BilingualText(
    zh: "或写一个分布，参照 torreya forecast 对所关心时段的预测",
    en: "or a distribution, read off what torreya forecast says of the period that counts")

  /// A history that counts something else than its place needs.
  fileprivate static func history(
    in found: UnitOfMeasure, where needed: UnitOfMeasure
  ) -> BilingualText {
    let (found, needed) = (found.symbolOrWord, needed.symbolOrWord)
    return BilingualText(
      zh: "历史数据用的是\(found.zh)，此处要用\(needed.zh)",
      en: "the history is in \(found.en), where \(needed.en) is needed")
  }
}
