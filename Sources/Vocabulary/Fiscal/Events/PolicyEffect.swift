import Formulas
import SourceText

/// What a policy changes while it is in force: a factor, or a term that is added.
///
/// Effects of one name join over all policies: factors are multiplied, terms are added.
struct PolicyEffect: Component {
  static let factor = Field(
    "factor", .value(.one), .optional, zh: "生效时的系数", en: "a factor, 1 while it is not in force",
    called: BilingualText(zh: "生效时的系数", en: "factor while in force"))
  static let unit = Field("unit", .unit, .defaults(to: "share"), zh: "增量单位", en: "of `term`")
  static let term = Field(
    "term", .valueInDeclaredUnit, .optional, zh: "生效时的增量",
    en: "an addition, nothing while it is not in force")

  static let descriptor = ObjectDescriptor(
    "policyEffect", zh: "政策影响",
    en: "what a policy changes; formulas name it `fiscal.effects.<id>`, over all policies",
    fields: [.id, .label, factor, unit, term])

  let id: String
  /// What people call it; nil where it has no label.
  private let label: BilingualText?
  let isFactor: Bool
  let unit: UnitOfMeasure
  /// What this policy alone does.
  let indicator: Indicator
  private let place: (node: JSONNode, path: JSONPath)

  /// - Parameters:
  ///   - policy: what the policy is called.
  ///   - state: 1 while the policy is in force, else 0.
  init(_ given: ObjectReader, of policy: BilingualText, whileInForce state: Formula) {
    // The values of an effect that has a label are told by the policy as well.
    let reader = given.label == nil ? given : given.within(policy)
    id = reader.id()
    label = reader.label
    place = (reader.node, reader.path)
    isFactor = reader.only(Self.factor, Self.term)?.key != Self.term.key
    let declared = reader.unit(Self.unit) ?? .share
    unit = isFactor ? .one : declared
    let formula: Formula
    if isFactor {
      formula = .call(
        .conditional, state, reader.value(Self.factor, default: 1), .constant(1))
    } else {
      formula = state * (reader.value(Self.term, in: unit) ?? .constant(0, unit))
    }
    indicator = Indicator(
      reader.name("effect"), label: reader.labelOrID, kind: .level, unit: unit, formula,
      visibility: .inner, origin: reader.node.range)
  }

  /// The indicators `fiscal.effects.<id>`, which join the effects of one name.
  static func joined(_ effects: [PolicyEffect], _ context: ReadingContext) -> [Indicator] {
    var names: [String] = []
    for effect in effects where !names.contains(effect.id) { names.append(effect.id) }
    return names.map { name in
      let same = effects.filter { $0.id == name }
      let first = same[0]
      for other in same.dropFirst() where !other.fits(first) { other.report(first, context) }
      let parts = same.filter { $0.fits(first) }.map { Formula.reference($0.indicator.id) }
      let formula =
        first.isFactor ? Formula.product(parts) : Formula.total(parts, first.unit)
      let label = same.compactMap(\.label).first ?? .same(name)
      return Indicator(
        "fiscal.effects." + name,
        label: BilingualText(zh: "政策影响：" + label.zh, en: "Effect of policies: " + label.en),
        kind: .level, unit: first.unit, formula, visibility: .inner, origin: first.place.node.range)
    }
  }

  private func fits(_ other: PolicyEffect) -> Bool {
    isFactor == other.isFactor && unit.hasSameDimension(as: other.unit)
  }

  /// What sort of effect it is.
  private var sort: BilingualText {
    let word = unit.symbolOrWord
    return isFactor
      ? BilingualText(zh: "系数", en: "a factor")
      : BilingualText(zh: "增量（\(word.zh)）", en: "a term in \(word.en)")
  }

  private func report(_ first: PolicyEffect, _ context: ReadingContext) {
    context.report(
      Diagnostic(
        .invalidValue,
        .init(
          zh: "“\(id)”已是另一类影响", en: "'\(id)' is an effect of another sort already"),
        at: place.node.range, path: place.path.description, expected: first.sort,
        found: .init(
          zh: "\(first.place.node.range.start) 处是另一类",
          en: "another at \(first.place.node.range.start)"), suggestion: .giveAnotherID))
  }
}
