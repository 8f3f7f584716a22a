import ColumnPlan
import Formulas
import Planning
import Probability
import Reports
import Simulation
import SourceText
import Vocabulary

/// A scenario made ready for a sensitivity analysis: a plan of nothing but what is asked for.
public struct SensitivityPlan: Sendable {
  public let compiled: CompiledScenario
  public let question: SensitivityQuestion
  /// What is asked for.
  public let outputs: [AskedFigure]
  /// Those of the question, to choose from.
  let variants: [Variant]
  private let columns: [Column]
  let draws: [String: ModelDraw]
  private let objects: DeclaredObjects
  private let assumptions: [String: Assumption]

  /// - Throws: what in the question is not in the scenario.
  public init(_ model: ScenarioModel, _ question: SensitivityQuestion) throws(QuestionError) {
    self.question = question
    var mistakes = QuestionMistakes()
    let outputs = mistakes.gather { () throws(QuestionError) in
      try model.figures(targets: question.targets, indicators: question.indicators)
    }
    variants = mistakes.gather { () throws(QuestionError) in
      try model.variants(named: question.variants)
    }
    try mistakes.check()
    let compiled = compile(
      model.showing(outputs), recording: .only(Set(outputs.map(\.columnLabel))))
    let columns = try outputs.map { output throws(QuestionError) in
      try compiled.column(of: output.columnLabel, period: output.period)
    }
    (self.compiled, self.outputs, self.columns) = (compiled, outputs, columns)
    draws = model.model.draws
    objects = DeclaredObjects(of: model.scenario)
    assumptions = Dictionary(
      model.scenario.assumptions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// - Precondition: the model has all that is asked for.
  init(_ model: ScenarioModel, sameFiguresAs plan: SensitivityPlan) {
    (question, variants, outputs) = (plan.question, [], plan.outputs)
    let compiled = compile(
      model.showing(outputs), recording: .only(Set(outputs.map(\.columnLabel))))
    self.compiled = compiled
    columns = outputs.map { output in
      guard
        let column = compiled.plan.columns.first(where: {
          $0.label == output.columnLabel && $0.period == output.period
        })
      else { preconditionFailure("what the variant lacks was told") }
      return column
    }
    draws = model.model.draws
    objects = DeclaredObjects(of: model.scenario)
    assumptions = Dictionary(
      model.scenario.assumptions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  // MARK: Outputs

  /// For each output its value and, of a target, whether it is met.
  var analysed: [SensitivityOutput] {
    zip(outputs, columns).flatMap { output, column in
      [SensitivityOutput(column)]
        + (output.goal(on: column).map { [SensitivityOutput(column, goal: $0)] } ?? [])
    }
  }

  /// Of each of `analysed` what it belongs to.
  var places: [(output: Int, isAttainment: Bool)] {
    outputs.indices.flatMap { index in
      [(index, false)] + (outputs[index].bound == nil ? [] : [(index, true)])
    }
  }

  /// The plan with a lever somewhere else.
  func plan(settingLever lever: Lever, to value: Double) -> Plan {
    lower(
      compiled.model.model.setting("levers." + lever.id, to: value),
      recording: .only(Set(outputs.map(\.columnLabel))))
  }

  // MARK: Inputs

  /// The inputs that decide anything.
  ///
  /// - Parameter joined: as of `sensitivityInputs`.
  func inputs(joined: Bool = true) -> [SensitivityInput] {
    sensitivityInputs(of: compiled.plan, joined: joined) { stream in
      question.byObject ? objects.object(of: stream.name) : stream.name
    }
  }

  /// Every stream that decides anything by itself; spreads that groups have in common are none.
  var streams: [RandomStream] {
    compiled.plan.swayingStreams().filter { draws[$0.name] != nil }
  }

  func described(_ input: SensitivityInput) -> AnalysedInput {
    let names = input.id.split(separator: "+").map(String.init)
    let labels = names.map { question.byObject ? objectLabel($0) : label($0) }
    return AnalysedInput(
      id: input.id,
      label: BilingualText(
        zh: labels.map(\.zh).joined(separator: "＋"), en: labels.map(\.en).joined(separator: " + ")))
  }

  func described(_ stream: RandomStream) -> AnalysedInput {
    let draw = draws[stream.name]
    // A value is told of what has one for all periods.
    guard let draw else { return AnalysedInput(id: stream.name, label: label(stream.name)) }
    let declared = assumptions[stream.name]?.unit
    let unit = declared?.hasSameDimension(as: draw.draw.unit) == true ? declared : nil
    guard draw.draw.cadence == .once else {
      return AnalysedInput(
        id: stream.name, label: label(stream.name),
        repeated: RepeatedDraw(draw.draw, times: times(stream), unit: unit ?? draw.draw.unit))
    }
    return AnalysedInput(id: stream.name, label: label(stream.name), draw: draw, unit: unit)
  }

  /// In how many periods, years or days a stream is drawn.
  private func times(_ stream: RandomStream) -> Int {
    let sites = compiled.plan.drawSites + (compiled.plan.ahead?.plan.drawSites ?? [])
    return Set(sites.filter { $0.stream == stream }.flatMap(\.periodNumbers)).count
  }

  private func label(_ stream: String) -> BilingualText {
    let isValue = stream.hasSuffix(".value")
    if !isValue, let assumption = assumptions[stream] {
      // The first clause says what it is, the others how it is written.
      return BilingualText(
        zh: String(assumption.label.zh.prefix { $0 != "；" }),
        en: String(assumption.label.en.prefix { $0 != ";" }))
    }
    let object = objects.object(of: stream)
    let rest = stream.dropFirst(object.count).drop { $0 == "." }
    let label = objectLabel(object)
    if rest.isEmpty || rest == "value" { return label }
    let words = streamWords(rest)
    return BilingualText(zh: "\(label.zh)：\(words.zh)", en: "\(label.en): \(words.en)")
  }

  private func objectLabel(_ object: String) -> BilingualText {
    objects.label(of: object) ?? builtInObject(object) ?? BilingualText(zh: object, en: object)
  }

  /// A stream as ranks and the search for boxes see it, from its scores: the more the higher, and
  /// of events the oftener. Where single values have a probability it is these that are seen: what
  /// lies between two of them is no condition.
  func boxInput(_ stream: RandomStream, _ scores: [Double]) -> BoxInput {
    guard let draw = draws[stream.name] else { return BoxInput(id: stream.name, values: scores) }
    let isOnce = draw.draw.cadence == .once
    let rising = draw.sense == .rising ? scores : scores.map { -$0 }
    if draw.isEvent {
      guard isOnce, let probability = draw.probability, probability > 0, probability < 1 else {
        return BoxInput(id: stream.name, values: rising)
      }
      let bound = StandardNormal.quantile(at: 1 - probability)
      return BoxInput(
        id: stream.name, values: rising.map { $0 > bound ? 1 : 0 }, measure: .event)
    }
    guard isOnce, !draw.draw.distribution.isContinuous else {
      return BoxInput(id: stream.name, values: rising)
    }
    let distribution = draw.draw.distribution.prepared()
    let values = scores.map {
      distribution.quantile(at: StandardNormal.distributionFunction(at: $0))
    }
    return BoxInput(id: stream.name, values: values, measure: .value)
  }
}
