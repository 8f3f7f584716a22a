import Formulas
import SourceText

extension ObjectReader {
  /// Parts that are taken from a whole, each from 0 on and together never more than it.
  ///
  /// Parts that are known to be more are a mistake. Uncertain ones that come to more in a trial are
  /// taken in proportion, so that nothing is handed out twice.
  func partsOfWhole(_ fields: [Field]) -> [Formula] {
    let parts = fields.map { value($0, default: 0) }
    for field in fields { requireShare(field) }
    let known = fields.map { has($0) ? constant($0) : 0 }
    // One part that is more than the whole has been reported by itself.
    let sum = known.reduce(0) { $0 + min(1, $1 ?? 0) }
    if sum > 1 + 1e-9, fields.count(where: has) > 1, let last = fields.last(where: has) {
      reportInvalid(
        last,
        BilingualText(
          zh: "各部分合计为全部的 \((sum * 100).inMessage) %",
          en: "the parts are \((sum * 100).inMessage) % of the whole"),
        expected: BilingualText(
          zh: fields.map { "\"\($0.key)\"" }.joined(separator: "、") + " 合计不超过 100 %",
          en: fields.map { "\"\($0.key)\"" }.joined(separator: ", ")
            + " of at most 100 % together"))
    }
    if !known.contains(nil) { return parts }
    let whole = parts.map { Formula.call(.maximum, $0, .constant(0)) }
    let divisor = Formula.call(.maximum, .constant(1), .total(whole, .share))
    return whole.map { $0 / divisor }
  }
}
