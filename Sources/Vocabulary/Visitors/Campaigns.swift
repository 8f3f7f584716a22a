import Formulas
import SourceText

/// All campaigns together: what they add to the visits of a segment, joint pull and saturation.
struct Campaigns {
  static let list = Field(
    "campaigns", .list(.object(Campaign.descriptor)), .optional, zh: "网络传播等推广",
    en: "what draws people for a while, such as viral videos")
  static let saturation = Field(
    "campaignSaturation", .value(.share), .optional, zh: "各项推广合计增幅的上限",
    en: "the largest gain of all campaigns together: S in S * (1 - exp(-pull / S)); left out, "
      + "their pulls add up",
    called: BilingualText(zh: "各项推广合计增幅的上限", en: "largest gain of all campaigns"))

  let campaigns: [Campaign]
  let indicators: [Indicator]
  private let saturation: Formula?

  /// - Parameter segments: the ids of the segments.
  init(_ reader: ObjectReader, segments: [String]) {
    campaigns = reader.list(Self.list, prefix: reader.name(Self.list.key)).map {
      Campaign($0, segments: segments)
    }
    saturation = reader.value(Self.saturation)
    if let number = reader.constant(Self.saturation), number <= 0 {
      reader.reportInvalid(
        Self.saturation,
        BilingualText(
          zh: "这样任何推广都不起作用", en: "this leaves nothing of any campaign"),
        expected: BilingualText(zh: "大于 0 的比例", en: "a share above 0"))
    }
    var indicators = campaigns.flatMap(\.indicators)
    if !campaigns.isEmpty {
      let all = campaigns.compactMap { $0.pull(on: nil) }
      indicators.append(
        Indicator(
          "visitors.campaigns.uplift",
          label: BilingualText(zh: "推广对游客的拉动", en: "Gain in visits by campaigns"), kind: .share,
          unit: .share, Self.saturated(.total(all, .share), saturation)))
    }
    self.indicators = indicators
  }

  /// The gain in the visits of a segment on a day; nil where no campaign is for it.
  func gain(of segment: String) -> Formula? {
    let pulls = campaigns.compactMap { $0.pull(on: segment) }
    return pulls.isEmpty ? nil : Self.saturated(.total(pulls, .share), saturation)
  }

  /// A concave function of the joint pull that begins with the slope 1 and stays below S.
  private static func saturated(_ pull: Formula, _ saturation: Formula?) -> Formula {
    guard let saturation else { return pull }
    return saturation * (.constant(1) - .call(.exp, -pull / saturation))
  }
}
