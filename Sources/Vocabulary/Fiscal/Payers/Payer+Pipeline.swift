import Formulas
import SourceText

extension Payer {
  /// A firm that moves through the pipeline.
  static func staged(
    _ reader: ObjectReader, _ fields: PayerFields, _ terms: GroupTerms, _ inner: inout [Indicator]
  ) -> Way {
    for field in [probability, exit, stayYears] where reader.has(field) {
      reader.reportInvalid(
        field,
        .init(
          zh: "写了“startStage”的企业按各阶段的概率来去",
          en: "a firm with 'startStage' comes and goes by the probabilities of the stages"),
        suggestion: .init(
          zh: "改用 \"stages\" 中的 \"advance\" 和 \"lose\"，或删去此项",
          en: "say it by \"advance\" and \"lose\" in \"stages\", or remove this"))
    }
    guard let rates = reader.pipelineRates(fields.rates, around: terms.rates, stages),
      let start = fields.start
    else { return Way(present: .constant(0), ramp: nil) }
    let ramp = fields.ramp
    rates.check(from: start, isClocked: ramp != nil)
    if reader.has(rampedMonths), start != .rampUp || ramp == nil {
      reader.reportInvalid(
        rampedMonths, .init(zh: "还没有开始爬坡", en: "nothing of a ramp-up has passed"),
        expected: .init(
          zh: "\"startStage\": \"rampUp\"，并写 \"rampMonths\"",
          en: "\"startStage\": \"rampUp\" with \"rampMonths\""))
    }
    let firm = StagedFirm(
      reader, rates, start: start, ramp: ramp, ramped: fields.ramped ?? .constant(1, .month))
    inner += firm.indicators
    let stages = PipelineStage.allCases.map { ($0, firm.isIn($0)) }
    return Way(
      present: firm.present, ramp: firm.share, stages: Dictionary(uniqueKeysWithValues: stages),
      registrations: firm.registers)
  }
}
