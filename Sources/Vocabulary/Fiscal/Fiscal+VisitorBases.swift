import Formulas
import SourceText

extension Fiscal {
  /// Reports visitors who would be taxed twice: two taxes of one kind whose bases read the same
  /// spending, or one a part of what the other reads whole.
  ///
  /// Bases are looked at as the planner wrote them, and not what stands behind their names.
  static func reportSharedVisitorBases(_ readers: [ObjectReader]) {
    var seen: [(kind: String, tax: String, names: Set<String>)] = []
    for reader in readers {
      let base = TaxAccrual.base
      let names = (reader.value(named: reader.name(base.key))?.formula.referencedNames ?? [])
        .filter { $0.hasPrefix("visitors.") }
      guard !names.isEmpty, let kind = reader.choice(Tax.kind) else { continue }
      for other in seen where other.kind == kind {
        guard let name = names.sorted().first(where: { name in
          other.names.contains { overlaps($0, name) }
        }) else { continue }
        reader.reportInvalid(
          base, .sharedBase(name, other.tax), expected: .oneBase(of: kind),
          suggestion: .init(
            zh: "合并这两个税种，或分别对不同的游客群体征收",
            en: "join the two taxes, or levy them on different segments"))
      }
      seen.append((kind, reader.idPath.lastSegment, Set(names)))
    }
  }

  /// Whether two indicators of visitors hold the same money, or one a part of the other's.
  private static func overlaps(_ left: String, _ right: String) -> Bool {
    func isWhole(_ name: String) -> Bool {
      name.hasPrefix("visitors.total.") || name.hasPrefix("visitors.income.")
    }
    func isMoney(_ name: String) -> Bool { isWhole(name) || name.contains(".spending") }
    return left == right || (isMoney(left) && isMoney(right) && (isWhole(left) || isWhole(right)))
      || left.hasPrefix(right + ".") || right.hasPrefix(left + ".")
  }
}

extension BilingualText {
  fileprivate static func sharedBase(_ name: String, _ tax: String) -> BilingualText {
    BilingualText(
      zh: "“\(name)”也在“\(tax)”的税基里，而两者是同一税种",
      en: "'\(name)' is in the base of '\(tax)' too, which is of the same kind")
  }

  fileprivate static func oneBase(of kind: String) -> BilingualText {
    BilingualText(
      zh: "游客花的每一元只计入一个\(TaxKind(rawValue: kind)?.label.zh ?? kind)的税基",
      en: "each yuan that visitors spend in the base of one \(kind)")
  }
}
