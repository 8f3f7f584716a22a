import Formulas
import SourceText

/// Where something is: wholly in a village, or spread over several by shares.
struct VillageShares: Hashable {
  static let village = Field(
    "village", .text, .optional, zh: "所在村", en: "the id of the village that it is in")
  static let villages = Field(
    "villages", .map(.quantity(.share)), .optional, zh: "按村分摊的比例",
    en: "the part that is in each village; what is left over is in none")

  static let fields = [village, villages]
  static let nowhere = VillageShares(parts: [])

  struct Part: Hashable {
    /// Its place among the members of the set.
    let place: Int
    let share: Double
  }

  /// They sum to at most 1.
  let parts: [Part]

  /// The parts of the members of a set that the places belong to.
  func shares(in level: Places.Level) -> [Int: Double] {
    parts.reduce(into: [:]) { shares, part in
      if let member = level.memberOf[part.place] { shares[member, default: 0] += part.share }
    }
  }

  /// The part that is in no village; what rounding leaves of shares that sum to 1 is none.
  var rest: Double {
    let rest = parts.reduce(1) { $0 - $1.share }
    return abs(rest) < 4e-15 ? 0 : rest
  }
}

extension ObjectReader {
  /// Where this object is.
  ///
  /// - Parameter around: where what holds this object is, for one that does not say.
  func location(among places: Places, around: VillageShares = .nowhere) -> VillageShares {
    if has(VillageShares.village), has(VillageShares.villages) {
      _ = only(VillageShares.village, VillageShares.villages)
      return around
    }
    if let (node, path) = member(VillageShares.village), let id = text(VillageShares.village) {
      let place = places.place(id, at: node.range, path, context)
      return place.map { VillageShares(parts: [.init(place: $0, share: 1)]) } ?? around
    }
    guard let given = quantities(VillageShares.villages) else { return around }
    var parts: [VillageShares.Part] = []
    for (member, share) in given {
      let path = path.appending(key: VillageShares.villages.key).appending(key: member.key)
      if let place = places.place(member.key, at: member.keyRange, path, context) {
        parts.append(.init(place: place, share: share))
      }
      if share < 0 {
        reportInvalid(
          VillageShares.villages, .negativePart(member.key), expected: .partsFrom0To1)
      }
    }
    return location(parts, sum: given.reduce(0) { $0 + $1.value })
  }

  /// - Parameter sum: of all shares that are given; those that make a little more than 1, because
  ///   they are rounded, are taken in proportion.
  private func location(_ parts: [VillageShares.Part], sum: Double) -> VillageShares {
    guard sum > 1 else { return VillageShares(parts: parts) }
    if sum > 1 + 1e-6 {
      reportInvalid(
        VillageShares.villages,
        .init(
          zh: "各部分之和为 \(sum.inMessage)", en: "the parts sum to \(sum.inMessage)"),
        expected: .init(zh: "合计不超过 1", en: "at most 1 together"))
    }
    return VillageShares(parts: parts.map { .init(place: $0.place, share: $0.share / sum) })
  }
}
