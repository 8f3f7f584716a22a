import Formulas
import SourceText

/// Something outside the town's control that several domains share, such as the regional economy.
/// Formulas name it `drivers.<id>`.
public struct Driver: Component {
  static let unit = Field(
    "unit", .unit, .defaults(to: "share"), zh: "单位", en: "the unit of its value")
  static let value = Field(
    "value", .valueInDeclaredUnit, .optional, zh: "取值或分布",
    en: "a value; drawn anew in each period unless it says `drawn`",
    called: BilingualText(zh: "取值", en: "value"))
  static let process = Field(
    "process", .oneOf(Processes.all.map { $0.descriptor }), .optional,
    zh: "随时间变化的过程", en: "how it moves through time")
  static let vectorAutoregression = Field(
    "vectorAutoregression", .object(VectorAutoregressiveProcess.descriptor), .optional,
    zh: "相互影响的几个变量", en: "several values that depend on each other's past")

  public static let descriptor = ObjectDescriptor(
    "driver", zh: "共同驱动因素", en: "an outside force that several domains share",
    fields: [.label, unit, value, process, vectorAutoregression, .report])

  let id: String
  let indicators: [Indicator]
  /// Of the shocks of several values.
  let correlation: Correlation?

  init(_ reader: ObjectReader) {
    id = reader.idPath.lastSegment
    let unit = reader.unit(Self.unit) ?? .share
    let forms = [Self.value, Self.process, Self.vectorAutoregression].filter(reader.has)
    if forms.count != 1 {
      reader.context.report(
        Diagnostic(
          .missingKey,
          BilingualText(
            zh: "驱动因素须有且只有一种写法", en: "a driver has exactly one form"),
          at: reader.node.range, path: reader.path.description,
          expected: .oneOf(["value", "process", "vectorAutoregression"]),
          found: forms.isEmpty ? .noneGiven : .words(forms.map(\.key))))
    }
    let process = reader.object(Self.vectorAutoregression, idPath: reader.idPath)
      .map(VectorAutoregressiveProcess.init)
    correlation = process?.correlation
    indicators = reader.reported(process?.indicators ?? Self.simple(reader, unit))
  }

  private static func simple(_ reader: ObjectReader, _ unit: UnitOfMeasure) -> [Indicator] {
    let formulas =
      reader.has(process)
      ? processFormulas(reader, unit)
      : ProcessFormulas(
        reader.value(value, in: unit, drawn: .everyPeriod) ?? .constant(0, unit))
    return [
      Indicator(
        reader.idPath, label: reader.labelOrID, kind: .level, unit: unit, formulas.value,
        aggregation: .mean, origin: reader.node.range)
    ] + formulas.beside
  }

  /// The formulas of whichever process the planner names.
  private static func processFormulas(_ reader: ObjectReader, _ unit: UnitOfMeasure)
    -> ProcessFormulas
  {
    guard let (key, inner) = reader.chosen(process),
      let family = Processes.all.first(where: { $0.descriptor.name == key })
    else { return ProcessFormulas(.constant(0, unit)) }
    return family.formulas(inner, id: reader.idPath, unit: unit)
  }
}
