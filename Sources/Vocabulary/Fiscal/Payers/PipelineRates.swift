import Formulas
import SourceText

/// How firms move through the pipeline: for each stage the probability to be in the next one a
/// month later, and the probability to be lost by then.
///
/// The probabilities are values: a formula ties them to visits that a lever sets, a dated value to
/// a policy in force from then on.
struct PipelineRates {
  static let advance = Field(
    "advance", .value(.share), .optional, zh: "一个月内进入下一阶段的概率",
    en: "the probability to be in the next stage a month later")
  static let lose = Field(
    "lose", .value(.share), .defaults(to: "0"), zh: "一个月内流失的概率",
    en: "the probability to be lost a month later")
  static let pays = Field(
    "pays", .value(.share), .optional, zh: "此阶段缴纳全额税收的比例",
    en: "the part of its full taxes that a firm pays in this stage, without `rampMonths`; left "
      + "out, nothing when registered, half while ramping up")

  private static let contact = ObjectDescriptor(
    "contactStage", zh: "落地前阶段", en: "a stage before registration", fields: [advance, lose])
  private static let growing = ObjectDescriptor(
    "growingStage", zh: "落地后成长阶段", en: "a stage after registration",
    fields: [advance, lose, pays])
  private static let full = ObjectDescriptor(
    "stableStage", zh: "稳定阶段", en: "the stage in which a firm pays in full", fields: [lose])

  private static let stageFields = PipelineStage.live.map { stage in
    let descriptor =
      switch stage {
      case .lead, .talks, .signed: contact
      case .registered, .rampUp: growing
      case .stable, .lost: full
      }
    return Field(
      stage.rawValue, .object(descriptor), .optional, zh: stage.label.zh,
      en: stage.label.en.lowercased() + ": how firms leave this stage")
  }

  static let descriptor = ObjectDescriptor(
    "pipelineStages", zh: "各阶段月度转移概率", en: "monthly probabilities by stage of the pipeline",
    fields: stageFields)

  /// What was given of a stage.
  private struct Stage {
    var advance: Formula?
    var lose: Formula?
    var pays: Formula?
  }

  private let stages: [PipelineStage: Stage]
  private let reader: ObjectReader

  init(_ reader: ObjectReader) {
    self.reader = reader
    var stages: [PipelineStage: Stage] = [:]
    for (stage, field) in zip(PipelineStage.live, Self.stageFields) {
      guard var inner = reader.object(field) else { continue }
      inner.ownerLabel = reader.nearestLabel.around(stage.label)
      let lasts = stage == .stable
      let grows = stage == .registered || stage == .rampUp
      stages[stage] = Stage(
        advance: lasts ? nil : inner.probability(Self.advance),
        lose: inner.probability(Self.lose), pays: grows ? inner.probability(Self.pays) : nil)
      if !lasts { Self.checkSum(inner) }
    }
    self.stages = stages
  }

  /// Reports numbers that leave less than nothing to those that stay.
  private static func checkSum(_ reader: ObjectReader) {
    let (on, out) = (reader.knownNumbers(advance), reader.knownNumbers(lose))
    guard let most = on.max(), let least = out.max() else { return }
    let sums = on.count == out.count ? zip(on, out).map(+) : [most + least]
    guard let sum = sums.max(), sum > 1 + 1e-12, most <= 1, least <= 1 else { return }
    reader.reportInvalid(
      lose,
      .init(
        zh: "进入下一阶段与流失的概率之和为 \(sum.inMessage)",
        en: "the probabilities to advance and to be lost sum to \(sum.inMessage)"),
      expected: .init(
        zh: "合计不超过 1：余下的是留在本阶段的概率",
        en: "at most 1 together: what is left over is the probability to stay"))
  }

  /// The probability to leave a stage for the next one; zero, which has been reported, where there
  /// should be one.
  func advance(_ stage: PipelineStage) -> Formula { stages[stage]?.advance ?? .constant(0) }

  /// The probability to be lost; nil where nothing is said, so that none is.
  func lose(_ stage: PipelineStage) -> Formula? { stages[stage]?.lose }

  /// The part of its full taxes that a firm pays.
  func pays(_ stage: PipelineStage) -> Formula {
    switch stage {
    case .registered: stages[stage]?.pays ?? .constant(0)
    case .rampUp: stages[stage]?.pays ?? .constant(0.5)
    case .stable: .constant(1)
    case .lead, .talks, .signed, .lost: .constant(0)
    }
  }

  /// Reports the stages that a firm could never leave.
  ///
  /// - Parameter first: the earliest stage in which one may stand.
  /// - Parameter isClocked: whether time alone leads on from registration.
  func check(from first: PipelineStage, isClocked: Bool) {
    for stage in PipelineStage.leading where stage.place >= first.place {
      if isClocked && stage.place >= PipelineStage.registered.place { break }
      guard stages[stage]?.advance == nil else { continue }
      reader.context.report(
        Diagnostic(
          .missingKey,
          .init(
            zh: "没有写明企业如何离开“\(stage.rawValue)”阶段",
            en: "nothing says how firms leave the stage '\(stage.rawValue)'"),
          at: reader.node.range, path: reader.path.description,
          expected: .same("\"\(stage.rawValue)\": { \"advance\": 0.1, \"lose\": 0.02 }"),
          suggestion: .init(
            zh: "填写一个月后处于“\(stage.next.rawValue)”阶段的概率",
            en: "the probability to be in '\(stage.next.rawValue)' a month later")))
    }
  }
}

extension ObjectReader {
  /// The pipeline by which the firms of this object move: its own, or that of what is around it;
  /// nil, with a diagnostic, where there is none or no months in which it could move.
  func pipelineRates(_ own: PipelineRates?, around: PipelineRates?, _ field: Field)
    -> PipelineRates?
  {
    guard context.horizon.frequency == .monthly else {
      context.report(
        Diagnostic(
          .invalidValue,
          .init(zh: "招商各阶段逐月推进", en: "the pipeline moves from month to month"),
          at: node.range, path: path.description,
          expected: .init(zh: "按月划分的预测期", en: "a horizon in months"),
          found: .init(
            zh: "时段 \(context.horizon[0].label)", en: "the period \(context.horizon[0].label)")))
      return nil
    }
    if let rates = own ?? around { return rates }
    // A pipeline that could not be read has been told of.
    if has(field) { return nil }
    context.report(
      Diagnostic(
        .missingKey,
        .init(
          zh: "没有写明企业如何经过招商各阶段",
          en: "nothing says how firms move through the pipeline"), at: node.range,
        path: path.description, expected: .pipeline(field.key)))
    return nil
  }
}

extension BilingualText {
  fileprivate static func pipeline(_ key: String) -> BilingualText {
    let example = "{ \"lead\": { \"advance\": 0.1, \"lose\": 0.05 }, … }"
    return BilingualText(
      zh: "此处或企业组中的 \"\(key)\"，例如 \(example)",
      en: "\"\(key)\" here or in the group, such as \(example)")
  }
}
