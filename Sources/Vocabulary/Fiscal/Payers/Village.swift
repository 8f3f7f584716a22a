import Formulas
import SourceText

/// A village of the town: where firms, taxes and people are, so that results exist by village.
public struct Village: Component {
  public static let descriptor = ObjectDescriptor(
    "village", zh: "村（社区）", en: "a village of the town", fields: [.id, .label],
    example: #"{ "id": "zhanbei", "label": { "zh": "占岙村", "en": "Zhan'ao" } }"#)

  public let id: String
  public let label: BilingualText
}

/// The villages that a scenario declares: in a list, or in a file.
struct Villages {
  static let list = Field(
    "villages", .list(.object(Village.descriptor)), .optional, zh: "村（社区）清单",
    en: "the villages, so that results exist by village")
  static let file = Field(
    "villagesFile", .file, .optional, zh: "村（社区）清单（CSV），代替 villages",
    en: "a file with the columns id, zh, en: the villages, instead of `villages`")

  /// Names of their own among the results.
  static let elsewhere = "elsewhere"

  let all: [Village]

  init(_ reader: ObjectReader) {
    var villages = reader.list(Self.list, prefix: reader.name(Self.list.key)).compactMap {
      element -> Village? in
      let id = element.id()
      return Self.isReserved(id, at: element.member(.id)?.node.range, element)
        ? nil : Village(id: id, label: element.labelOrID)
    }
    if reader.has(Self.list), reader.has(Self.file) { _ = reader.only(Self.list, Self.file) }
    if let table = reader.table(Self.file) { villages += Self.rows(table, reader) }
    all = villages
  }

  private static func rows(_ table: CSVTable, _ reader: ObjectReader) -> [Village] {
    guard let ids = reader.cells(table, "id", file), let chinese = reader.cells(table, "zh", file),
      let english = reader.cells(table, "en", file)
    else { return [] }
    var places: [String: SourceRange] = [:]
    var villages: [Village] = []
    for (index, cell) in ids.enumerated() {
      let id = cell.text
      guard id.isIdentifier else {
        reader.context.report(
          Diagnostic(
            .invalidValue, "this is no name", at: cell.range,
            expected: FieldShape.id.expectation, found: id))
        continue
      }
      if let first = places.updateValue(cell.range, forKey: id) {
        reader.context.report(
          Diagnostic(
            .duplicateID, "the id '\(id)' is given twice", at: cell.range,
            expected: "each id once in the file", found: "it at \(first.start) already",
            suggestion: "give one of them another id"))
        continue
      }
      if isReserved(id, at: cell.range, reader) { continue }
      villages.append(
        Village(id: id, label: BilingualText(zh: chinese[index].text, en: english[index].text)))
    }
    return villages
  }

  /// Whether an id means something else among the results, which is reported.
  private static func isReserved(_ id: String, at range: SourceRange?, _ reader: ObjectReader)
    -> Bool
  {
    guard id == elsewhere || id == "accrued" else { return false }
    reader.context.report(
      Diagnostic(
        .invalidValue, "'\(id)' has a meaning of its own among the results by village", at: range,
        path: reader.path.description, expected: "another id than elsewhere and accrued"))
    return true
  }
}

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
    let village: String
    let share: Double
  }

  let parts: [Part]

  /// The part that is in no village.
  var rest: Double { parts.reduce(1) { $0 - $1.share } }

  func share(of village: String) -> Double {
    parts.reduce(0) { $1.village == village ? $0 + $1.share : $0 }
  }
}

extension ObjectReader {
  /// Where this object is.
  ///
  /// - Parameter around: where what holds this object is, for one that does not say.
  func location(among villages: Villages, around: VillageShares = .nowhere) -> VillageShares {
    let known = villages.all.map(\.id)
    if has(VillageShares.village), has(VillageShares.villages) {
      _ = only(VillageShares.village, VillageShares.villages)
      return around
    }
    if let (node, path) = member(VillageShares.village), let id = text(VillageShares.village) {
      guard known.contains(id) else {
        reportUnknown(id, at: node.range, path, known)
        return around
      }
      return VillageShares(parts: [.init(village: id, share: 1)])
    }
    guard let given = quantities(VillageShares.villages) else { return around }
    for (member, share) in given {
      let path = path.appending(key: VillageShares.villages.key).appending(key: member.key)
      if !known.contains(member.key) { reportUnknown(member.key, at: member.keyRange, path, known) }
      if share < 0 {
        reportInvalid(
          VillageShares.villages, "the part of '\(member.key)' is negative",
          expected: "parts from 0 to 1")
      }
    }
    let sum = given.reduce(0) { $0 + $1.value }
    if sum > 1 + 1e-6 {
      reportInvalid(
        VillageShares.villages, "the parts sum to \(sum.inMessage)",
        expected: "at most 1 together")
    }
    return VillageShares(
      parts: given.filter { known.contains($0.member.key) }
        .map { .init(village: $0.member.key, share: $0.value) })
  }

  private func reportUnknown(
    _ id: String, at range: SourceRange, _ path: JSONPath, _ known: [String]
  ) {
    context.report(
      Diagnostic(
        .unknownName, "'\(id)' is no village of this scenario", at: range, path: path.description,
        expected: known.isEmpty
          ? "a village in \"fiscal.villages\", which lists none"
          : "one of: " + known.joined(separator: ", "), suggestion: didYouMean(id, among: known)))
  }
}
