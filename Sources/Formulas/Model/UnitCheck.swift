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
    let declared: BilingualText =
      indicator.unit.dimension.isNone ? .plainNumbers : .same("\(indicator.unit)")
    let given = symbol(dimension)
    return Diagnostic(
      .unitMismatch,
      .init(
        zh: "公式得出的是\(given.zh)，而“\(indicator.id)”声明的单位是\(declared.zh)",
        en: "the formula gives \(given.en), but '\(indicator.id)' is declared in \(declared.en)"),
      at: indicator.formula.origin ?? indicator.origin,
      found: unplacedText(of: indicator.formula),
      suggestion: remedy(indicator, gives: dimension))
  }

  /// What to multiply or divide by so that the unit comes out right.
  private func remedy(_ indicator: Indicator, gives dimension: UnitDimension) -> BilingualText? {
    let declared = indicator.unit.dimension
    guard dimension != .date, declared != .date else { return nil }
    if case .constant(let value, .one) = indicator.formula.node {
      let meant = Quantity(indicator.unit.baseValue(of: value), indicator.unit)
      return .writeUnit("\(meant)")
    }
    let ratio = declared / dimension
    let divides = ratio.factors.allSatisfy { $0.exponent < 0 }
    let missing = divides ? dimension / declared : ratio
    let candidate = definitions.indicators.first {
      $0.unit.dimension == missing && $0.id != indicator.id
    }
    let unit = symbol(missing)
    let advice = BilingualText(
      zh: "\(divides ? "除以" : "乘以")单位为\(unit.zh)的数",
      en: "\(divides ? "divide" : "multiply") by a quantity in \(unit.en)")
    guard let candidate else { return advice }
    let product = Formula(
      .call(
        divides ? .divide : .multiply,
        [indicator.formula, .reference(candidate.id)]))
    let example = shortened(product.description)
    return advice + .init(zh: "，如 \(example)", en: ", such as \(example)")
  }

  private func kindMismatch(_ indicator: Indicator) -> Diagnostic? {
    let isDate = indicator.unit.dimension == .date
    if indicator.kind == .share, !indicator.unit.dimension.isNone {
      return Diagnostic(
        .unitMismatch,
        .init(
          zh: "“\(indicator.id)”是比例，而声明的单位是\(indicator.unit)",
          en: "'\(indicator.id)' is a share, but is declared in \(indicator.unit)"),
        at: indicator.origin,
        expected: .init(zh: "单位 share、% 或 ‰", en: "the unit share, % or ‰"))
    }
    guard isDate != (indicator.kind == .date) else { return nil }
    return Diagnostic(
      .unitMismatch,
      isDate
        ? .init(
          zh: "“\(indicator.id)”的单位是日期，而类型是\(indicator.kind.label.zh)",
          en: "'\(indicator.id)' is declared in dates, but is a \(indicator.kind.label.en)")
        : .init(
          zh: "“\(indicator.id)”是日期，而声明的单位是\(indicator.unit)",
          en: "'\(indicator.id)' is a date, but is declared in \(indicator.unit)"),
      at: indicator.origin,
      expected: .init(
        zh: "类型 date 与单位 date 同时使用", en: "the kind date together with the unit date"))
  }
}
