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
          base, "'\(name)' is in the base of '\(other.tax)' too, which is of the same kind",
          expected: "each yuan that visitors spend in the base of one \(kind)",
          suggestion: "join the two taxes, or levy them on different segments")
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
