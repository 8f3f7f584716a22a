import Formulas
import SourceText

extension ObjectReader {
  /// An indicator of this object: named below its ids, labelled after it, and placed where it
  /// stands in the file.
  ///
  /// - Parameters zh, en: what it is of the object, to follow the object's label.
  func indicator(
    _ key: String, _ zh: String, _ en: String, _ kind: Indicator.Kind, _ unit: UnitOfMeasure,
    _ formula: Formula, _ visibility: Indicator.Visibility = .reported
  ) -> Indicator {
    let owner = nearestLabel
    return Indicator(
      name(key), label: BilingualText(zh: owner.zh + zh, en: owner.en + ": " + en), kind: kind,
      unit: unit, formula, visibility: visibility, origin: node.range)
  }
}
