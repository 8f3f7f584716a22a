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

  /// The stage that people call by a name, in either language; 已签约 may be 签约.
  init?(named name: String) {
    let name = name.lowercased()
    let found = Self.allCases.first { stage in
      let label = stage.label
      return [stage.rawValue, label.en, label.zh].contains { $0.lowercased() == name }
        || stage.shortNames.contains(name)
    }
    guard let found else { return nil }
    self = found
  }

  private var shortNames: [String] {
    switch self {
    case .lead: ["lead", "意向", "线索"]
    case .talks: ["talks", "洽谈"]
    case .signed: ["签约"]
    case .registered: ["注册", "已落地", "落地"]
    case .rampUp: ["ramp-up", "爬坡期"]
    case .stable: ["达产", "已达产"]
    case .lost: ["已流失"]
    }
  }

  var next: PipelineStage { Self.live[place + 1] }
}

/// A stage of the pipeline, or an age in it, by the name that streams and indicators have.
///
/// - Returns: nil for another name.
public func pipelineWords(_ name: String) -> BilingualText? {
  if let stage = PipelineStage(rawValue: name) {
    return BilingualText(zh: stage.label.zh, en: stage.label.en.lowercased())
  }
  guard name.hasPrefix("age"), let months = Int(name.dropFirst(3)) else { return nil }
  return ageWords(months)
}

/// Firms that have been registered for so many months.
func ageWords(_ months: Int) -> BilingualText {
  BilingualText(zh: "注册满\(months)个月", en: "\(months) months old")
}
