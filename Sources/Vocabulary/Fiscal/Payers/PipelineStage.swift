import SourceText

/// Where a firm stands on its way from a first contact to its full taxes.
enum PipelineStage: String, CaseIterable, Sendable {
  case lead, talks, signed, registered, rampUp, stable, lost

  /// All but the one that nothing leaves.
  static let live: [PipelineStage] = Array(allCases.dropLast())
  /// Those that can be left for the next one.
  static let leading: [PipelineStage] = Array(live.dropLast())
  /// Those in which a firm is registered in the town.
  static let present: [PipelineStage] = [.registered, .rampUp, .stable]

  var label: BilingualText {
    switch self {
    case .lead: BilingualText(zh: "意向线索", en: "Leads")
    case .talks: BilingualText(zh: "在谈", en: "In talks")
    case .signed: BilingualText(zh: "已签约", en: "Signed")
    case .registered: BilingualText(zh: "已注册", en: "Registered")
    case .rampUp: BilingualText(zh: "爬坡", en: "Ramping up")
    case .stable: BilingualText(zh: "达产稳定", en: "Stable")
    case .lost: BilingualText(zh: "流失", en: "Lost")
    }
  }

  /// Its place on the way; -1 once the firm is lost.
  var place: Int { self == .lost ? -1 : Self.live.firstIndex(of: self)! }

  var next: PipelineStage { Self.live[place + 1] }
}
