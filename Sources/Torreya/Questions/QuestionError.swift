import ColumnPlan
import Formulas
import SourceText
import Vocabulary

/// Why something that was asked of a scenario cannot be answered.
public struct QuestionError: Error, Hashable, Sendable {
  public let message: String

  public init(_ message: String) { self.message = message }
}

extension ScenarioModel {
  /// The targets of these ids, in the order of the ids.
  ///
  /// - Throws: which the scenario does not have, or which is named twice.
  public func targets(named ids: [String]) throws(QuestionError) -> [JudgedTarget] {
    var found: [JudgedTarget] = []
    for id in ids {
      guard let judged = targets.first(where: { $0.target.id == id }) else {
        throw QuestionError(notFound("target", id, among: targets.map(\.target.id)))
      }
      guard !found.contains(where: { $0.target.id == id }) else {
        throw QuestionError("The target '\(id)' is named twice.")
      }
      found.append(judged)
    }
    return found
  }

  /// The variants of these ids, in the order of the ids.
  ///
  /// - Throws: which the scenario does not have.
  public func variants(named ids: [String]) throws(QuestionError) -> [Variant] {
    var found: [Variant] = []
    for id in ids {
      guard let variant = scenario.variants.first(where: { $0.id == id }) else {
        throw QuestionError(notFound("variant", id, among: scenario.variants.map(\.id)))
      }
      found.append(variant)
    }
    return found
  }

  /// Says that there is no such thing, and what there is.
  func notFound(_ kind: String, _ id: String, among known: [String]) -> String {
    let near = nearest(to: id, among: known).map { " Did you mean '\($0)'?" } ?? ""
    let list =
      known.isEmpty || known.count > 30 ? "" : " It has: " + known.joined(separator: ", ") + "."
    return "The scenario has no \(kind) '\(id)'.\(list)\(near)"
  }
}

extension CompiledScenario {
  /// The indicators that results show.
  var reportedIndicators: [Indicator] {
    model.model.indicators.map(\.indicator).filter { $0.visibility != .inner }
  }

  /// An indicator that results show.
  ///
  /// - Throws: what was probably meant.
  public func reportedIndicator(_ id: String) throws(QuestionError) -> Indicator {
    let reported = reportedIndicators
    if let found = reported.first(where: { $0.id == id }) { return found }
    // A total of revenue is an indicator under each of its definitions.
    let below = reported.map(\.id).filter { other in
      other.hasPrefix(id + ".") && !other.dropFirst(id.count + 1).contains(".")
    }
    let near =
      below.isEmpty
      ? nearest(to: id, among: reported.map(\.id)).map { " Did you mean '\($0)'?" } ?? ""
      : " It reports: " + below.joined(separator: ", ") + "."
    throw QuestionError("The scenario reports no indicator '\(id)'.\(near)")
  }

  /// The column of an indicator in a period; the whole horizon for nil.
  public func column(of id: String, period: String?) throws(QuestionError) -> Column {
    let label = period ?? model.model.horizon.label
    if let column = plan.columns.first(where: { $0.period == label && $0.label == id }) {
      return column
    }
    let periods = plan.columns.filter { $0.label == id }.map(\.period)
    throw QuestionError(
      "'\(id)' has no value for \(label). It has: " + periods.joined(separator: ", ") + ".")
  }
}

/// A quantity in base units of an indicator.
///
/// - Throws: when it is in another unit.
func level(_ quantity: Quantity, of indicator: Indicator) throws(QuestionError) -> Double {
  let unit = indicator.unit
  if quantity.unit.hasSameDimension(as: unit) { return quantity.value }
  guard quantity.unit.symbol == "1", unit.dimension.isCount else {
    throw QuestionError(
      "'\(indicator.id)' is in \(unit.symbol), and \(quantity) is not: write it in \(unit.symbol) "
        + "or a unit like it.")
  }
  return unit.baseValue(of: quantity.value)
}
