import SourceText

extension UnitInference {
  /// What is wrong with the units of an indicator, whose formula has its names resolved.
  static func diagnostics(
    of indicator: Indicator, in definitions: Definitions, _ names: NameTable, _ language: Language
  ) -> [Diagnostic] {
    var inference = UnitInference(definitions, names, owner: indicator, language: language)
    let result = inference.infer(indicator.formula)
    let whole = [
      inference.declarationMismatch(indicator, result), inference.kindMismatch(indicator),
    ]
    return inference.diagnostics + whole.compactMap { $0 }
  }

  /// The language of unit symbols in messages: English when no unit of the definitions has a
  /// Chinese symbol.
  static func language(of definitions: Definitions) -> Language {
    definitions.indicators.allSatisfy { $0.unit.symbol.utf8.allSatisfy { $0 < 0x80 } } ? .en : .zh
  }

  private func declarationMismatch(_ indicator: Indicator, _ result: Inferred) -> Diagnostic? {
    guard case .known(let dimension) = result, dimension != indicator.unit.dimension else {
      return nil
    }
    let declared =
      indicator.unit.dimension.isNone ? "plain numbers" : "\(indicator.unit)"
    return Diagnostic(
      .unitMismatch,
      "the formula gives \(symbol(dimension)), but '\(indicator.id)' is declared in \(declared)",
      at: indicator.formula.origin ?? indicator.origin,
      found: unplacedText(of: indicator.formula),
      suggestion: remedy(indicator, gives: dimension))
  }

  /// What to multiply or divide by so that the unit comes out right.
  private func remedy(_ indicator: Indicator, gives dimension: UnitDimension) -> String? {
    let declared = indicator.unit.dimension
    guard dimension != .date, declared != .date else { return nil }
    if case .constant(let value, .one) = indicator.formula.node {
      let meant = Quantity(indicator.unit.baseValue(of: value), indicator.unit)
      return "write the unit behind the number: \(meant)"
    }
    let ratio = declared / dimension
    let (verb, mark, missing) =
      ratio.factors.allSatisfy { $0.exponent < 0 }
      ? ("divide", "/", dimension / declared) : ("multiply", "*", ratio)
    let candidate = definitions.indicators.first {
      $0.unit.dimension == missing && $0.id != indicator.id
    }
    let advice = "\(verb) by a quantity in \(symbol(missing))"
    guard let candidate else { return advice }
    let product = Formula(
      .call(
        mark == "/" ? .divide : .multiply,
        [indicator.formula, .reference(candidate.id)]))
    return "\(advice), such as \(shortened(product.description))"
  }

  private func kindMismatch(_ indicator: Indicator) -> Diagnostic? {
    let isDate = indicator.unit.dimension == .date
    if indicator.kind == .share, !indicator.unit.dimension.isNone {
      return Diagnostic(
        .unitMismatch, "'\(indicator.id)' is a share, but is declared in \(indicator.unit)",
        at: indicator.origin, expected: "the unit share, % or ‰")
    }
    guard isDate != (indicator.kind == .date) else { return nil }
    return Diagnostic(
      .unitMismatch,
      isDate
        ? "'\(indicator.id)' is declared in dates, but is a \(indicator.kind.rawValue)"
        : "'\(indicator.id)' is a date, but is declared in \(indicator.unit)",
      at: indicator.origin, expected: "the kind date together with the unit date")
  }
}
