import SourceText

/// Rows about a firm in the pipeline: the stage at which it stood at the end of a period.
extension ActualsReader {
  /// The firm of which a row tells the stage by its name; nil for any other row.
  func pipelineFirm(_ cells: [CSVTable.Cell]) -> PipelineFirm? {
    let id = table.text(cells, .indicator)
    return pipelineFirms.first { $0.id + ".stage" == id }
  }

  /// What to do about the stage of a firm that lands at a date; nil for any other id.
  func landing(_ id: String) -> BilingualText? {
    guard id.hasSuffix(".stage"), isIndicator(id.dropLast(".stage".count) + ".landing") else {
      return nil
    }
    return .init(
      zh: "这家企业按日期落地，不经过各阶段：请用 --facts 写明 landing 或 leaves",
      en: "this firm lands at a date and has no stages: state 'landing' or 'leaves' with --facts")
  }

  /// The place of the stage that a row names.
  func place(of firm: PipelineFirm, _ cells: [CSVTable.Cell]) throws(ActualProblem) -> Double {
    let text = table.text(cells, .value)
    guard let stage = PipelineStage(named: text) else {
      throw table.problem(
        .invalidValue,
        .init(zh: "没有叫“\(text)”的阶段", en: "no stage is called '\(text)'"), cells, .value,
        expected: .stages(firm.knowable))
    }
    guard !firm.isCountedByMonths(stage) else {
      throw table.problem(
        .invalidValue,
        .init(
          zh: "这家企业的爬坡按月计（rampMonths），“\(stage.label.zh)”没有写明已过几个月",
          en: "time leads this firm on ('rampMonths'), and '\(stage.rawValue)' does not say how far"
        ), cells, .value, expected: .stages(firm.knowable),
        suggestion: .init(
          zh: "在注册的那个月写 registered（已注册），其后由时间推算",
          en: "say 'registered' in the month of its registration; time tells the rest"))
    }
    guard firm.knowable.contains(stage) else {
      throw table.problem(
        .invalidValue,
        .init(
          zh: "期初已处于“\(firm.start.label.zh)”，不会退回“\(stage.label.zh)”",
          en: "it begins at '\(firm.start.rawValue)' and does not go back to '\(stage.rawValue)'"),
        cells, .value, expected: .stages(firm.knowable))
    }
    return Double(stage.place)
  }
}

extension BilingualText {
  fileprivate static func stages(_ stages: [PipelineStage]) -> BilingualText {
    BilingualText(
      zh: "以下之一：" + stages.map { "\($0.rawValue)（\($0.label.zh)）" }.joined(separator: "、"),
      en: "one of: " + stages.map(\.rawValue).joined(separator: ", "))
  }
}
