import Formulas
import Probability
import SourceText

extension ObjectReader {
  /// A value of the scenario, as a name that formulas can use.
  ///
  /// The value becomes an inner indicator under its id path, so that it is listed among the
  /// assumptions, has its unit checked, and draws from a stream of its own name.
  ///
  /// - Parameter cadence: how often it is drawn, unless the planner says so.
  /// - Parameter fitted: how often it is drawn where it continues a history, if otherwise: every
  ///   year for what a year amounts to.
  /// - Returns: nil when the key is absent.
  public func value(
    _ field: Field, drawn cadence: Draw.Cadence = .once, fitted: Draw.Cadence? = nil
  ) -> Formula? {
    guard case .value(let unit) = field.shape else { preconditionFailure("no value field") }
    return value(field, in: unit, drawn: cadence, fitted: fitted)
  }

  /// A value in the unit that the object declares.
  public func value(
    _ field: Field, in unit: UnitOfMeasure, drawn cadence: Draw.Cadence = .once,
    fitted: Draw.Cadence? = nil
  ) -> Formula? {
    member(field).map { node, path in
      value(
        at: node, path: path, unit: unit, name: name(field.key), called: field.name,
        drawn: cadence, fitted: fitted)
    }
  }

  /// A value that has a default in the field's unit.
  public func value(
    _ field: Field, default number: Double, drawn cadence: Draw.Cadence = .once
  ) -> Formula {
    guard case .value(let unit) = field.shape else { preconditionFailure("no value field") }
    return value(field, drawn: cadence) ?? .constant(unit.baseValue(of: number), unit)
  }

  /// A value that must be there; a placeholder when it is not, which has been reported.
  public func requiredValue(
    _ field: Field, drawn cadence: Draw.Cadence = .once, fitted: Draw.Cadence? = nil
  ) -> Formula {
    guard case .value(let unit) = field.shape else { preconditionFailure("no value field") }
    return value(field, drawn: cadence, fitted: fitted) ?? .constant(0, unit)
  }

  /// The value at any node, under any name.
  ///
  /// - Parameter called: what it is of its object, in words.
  func value(
    at node: JSONNode, path: JSONPath, unit: UnitOfMeasure, name: String,
    called: BilingualText, drawn cadence: Draw.Cadence = .once, fitted: Draw.Cadence? = nil
  ) -> Formula {
    let isShared = member != nil && !node.differsByMember
    let name = isShared ? sharedName(name) : name
    // What members have in common is read with the first of them.
    if isShared, context.value(named: name) != nil { return .reference(name) }
    let reader = ValueReader(
      context: context, unit: unit, name: name, cadence: cadence, fittedCadence: fitted,
      member: isShared ? nil : member)
    let reading = reader.read(node, path)
    let label = labelled(called, isShared: isShared)
    // Shown as the planner wrote it; the field's unit where that is not known.
    let shownUnit = reading.unit ?? unit
    context.add(
      Indicator(
        name, label: label, kind: unit.hasSameDimension(as: .date) ? .date : .level,
        unit: shownUnit, reading.formula, visibility: .inner, origin: node.range))
    context.add(
      Assumption(
        id: name, label: label, object: owner(isShared: isShared), value: reading.likely,
        unit: shownUnit,
        text: reading.text, isUncertain: reading.isUncertain,
        source: reading.source ?? source, note: reading.note ?? note))
    return .reference(name)
  }

  /// What a value of this object is called: the object's label and what the value means.
  ///
  /// - Parameter isShared: whether all members have it in common, for whom the object is read.
  func labelled(_ value: BilingualText, isShared: Bool = false) -> BilingualText {
    owner(isShared: isShared) + BilingualText(zh: "：", en: ": ") + value
  }

  /// The same object, whose values are named with what it is a part of.
  func within(_ whole: BilingualText) -> ObjectReader {
    var reader = self
    reader.ownerLabel = labelOrID
    reader.surroundings = whole
    return reader
  }

  /// The same object as one of several parts of its owner: by its label, or by its place.
  ///
  /// - Parameter place: which one it is, from 0.
  func numbered(_ place: Int) -> ObjectReader {
    if label != nil { return self }
    var reader = self
    let number = BilingualText(zh: "第 \(place + 1) 批", en: "part \(place + 1)")
    reader.ownerLabel = nearestLabel.of(number)
    return reader
  }

  /// What the object is called where others stand beside it.
  func owner(isShared: Bool = false) -> BilingualText {
    let owner = (isShared ? member?.sharedLabel : nil) ?? nearestLabel
    return surroundings.map { $0.around(owner) } ?? owner
  }

  /// A known number, in base units.
  public func quantity(_ field: Field) -> Double? {
    guard case .quantity(let unit) = field.shape else { preconditionFailure("no quantity field") }
    guard let (node, path) = member(field) else { return nil }
    return ValueReader(
      context: context, unit: unit, name: name(field.key), cadence: .once, member: member
    ).number(node, path)?.value
  }

  /// Twelve shares of a year, January first, that sum to one.
  public func profile(_ field: Field) -> [Double]? {
    guard let (node, path) = member(field) else { return nil }
    let numbers: [Double]?
    if case .array(let elements) = node.value {
      numbers = elements.compactMap { element in
        if case .number(let text) = element.value { Double(text) } else { nil }
      }
    } else {
      numbers = columnOfFile(node, path)
    }
    guard let numbers else { return nil }
    let sum = numbers.reduce(0, +)
    guard numbers.count == 12, numbers.allSatisfy({ $0 >= 0 }), abs(sum - 1) < 1e-6 else {
      context.report(
        Diagnostic(
          .invalidValue,
          BilingualText(
            zh: "全年十二个比例不得为负，合计须为 1",
            en: "the twelve shares of a year must not be negative and sum to 1"),
          at: node.range, path: path.description, expected: FieldShape.profile.expectation,
          found: BilingualText(
            zh: "\(numbers.count) 个数，合计 \(sum)",
            en: "\(numbers.count) numbers with the sum \(sum)")))
      return nil
    }
    return numbers.map { $0 / sum }
  }

  /// The numbers of a column of a file.
  func columnOfFile(_ node: JSONNode, _ path: JSONPath) -> [Double]? {
    guard
      let reader = ObjectReader(
        node, as: ProfileFile.descriptor, path: path, idPath: idPath, context: context),
      let table = reader.table(ProfileFile.file), let name = reader.text(ProfileFile.column)
    else { return nil }
    return table.numbers(inColumn: name, reader, ProfileFile.column)
  }

  /// The rows of a CSV file that the scenario names.
  func table(_ field: Field) -> CSVTable? {
    guard let name = text(field), let (node, path) = member(field),
      let file = context.file(named: name, at: node.range, path: path)
    else { return nil }
    let (table, diagnostics) = readCSV(file)
    context.report(diagnostics)
    return diagnostics.isEmpty ? table : nil
  }
}

/// A column of a file with twelve rows.
enum ProfileFile {
  static let file = Field("file", .file, zh: "CSV 文件", en: "a CSV file with a row for each month")
  static let column = Field("column", .text, zh: "列名", en: "the column that holds the numbers")
  static let descriptor = ObjectDescriptor(
    "profileFile", zh: "文件中的月度分布", en: "a monthly profile from a file",
    fields: [file, column])
}

extension CSVTable {
  /// The numbers of a column; nil, with diagnostics, when it is missing or holds other text.
  func numbers(inColumn name: String, _ reader: ObjectReader, _ field: Field) -> [Double]? {
    guard let cells = column(named: name) else {
      reader.reportInvalid(
        field,
        BilingualText(zh: "文件没有“\(name)”列", en: "the file has no column '\(name)'"),
        expected: .oneOf(columnNames), suggestion: didYouMean(name, among: columnNames))
      return nil
    }
    var numbers: [Double] = []
    for cell in cells {
      if let number = Double(cell.text), number.isFinite {
        numbers.append(number)
      } else {
        reader.context.report(
          Diagnostic(
            .invalidValue, BilingualText(zh: "这不是一个数", en: "this is no number"),
            at: cell.range, expected: .aNumber, found: .same(cell.text)))
      }
    }
    return numbers.count == cells.count ? numbers : nil
  }
}

extension ObjectReader {
  /// The texts of a list.
  func texts(_ field: Field) -> [String] { placedTexts(field).map(\.text) }

  /// The texts of a list with the places where they stand.
  func placedTexts(_ field: Field) -> [(text: String, node: JSONNode, path: JSONPath)] {
    guard let (node, path) = member(field) else { return [] }
    guard case .array(let elements) = node.value else {
      context.report(wrongType(node, expected: field.shape.expectation, path: path))
      return []
    }
    return elements.enumerated().compactMap { index, element in
      let place = path.appending(index: index)
      if case .string(let text) = element.value { return (text, element, place) }
      context.report(wrongType(element, expected: .aText, path: place))
      return nil
    }
  }

  /// The texts of a list that are among known names; the others are reported.
  func names(_ field: Field, among known: [String]) -> [String] {
    let texts = texts(field)
    for text in texts where !known.contains(text) {
      reportUnknown(
        text, BilingualText(zh: "此处已知的名称", en: "known here"), among: known,
        at: member(field)?.node.range, field)
    }
    return texts.filter(known.contains)
  }

  /// Reports a name in a field that is none of those that are known.
  ///
  /// - Parameter what: what it is not.
  /// - Parameter none: what is expected where nothing is known.
  func reportUnknown(
    _ name: String, _ what: BilingualText, among known: [String], at range: SourceRange?,
    _ field: Field, none: BilingualText = .nothingThere
  ) {
    context.report(
      Diagnostic(
        .unknownName,
        BilingualText(zh: "“\(name)”不是\(what.zh)", en: "'\(name)' is not \(what.en)"), at: range,
        path: path.appending(key: field.key).description,
        expected: known.isEmpty ? none : .oneOf(known),
        suggestion: didYouMean(name, among: known)))
  }

  /// What a deterministic plan would use for a value that has been read, in base units.
  func likely(_ field: Field) -> Double {
    let name = name(field.key)
    let shared = sharedName(name)
    return context.assumptions.last { $0.id == name || $0.id == shared }?.value ?? 0
  }
}
