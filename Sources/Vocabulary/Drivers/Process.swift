import Formulas
import SourceText

/// A way in which a value moves from period to period.
protocol Process: Sendable {
  static var descriptor: ObjectDescriptor { get }

  /// The value in each period.
  ///
  /// - Parameter id: the indicator that the formula defines, to look back at itself.
  static func formulas(_ reader: ObjectReader, id: String, unit: UnitOfMeasure) -> ProcessFormulas
}

/// What a process gives: its value, and what else can be said of it.
struct ProcessFormulas {
  let value: Formula
  /// Indicators of their own, such as the state that it is in.
  var beside: [Indicator] = []

  init(_ value: Formula, beside: [Indicator] = []) {
    self.value = value
    self.beside = beside
  }
}

enum Processes {
  /// In alphabetical order of their names.
  static let all: [any Process.Type] = [
    AutoregressiveProcess.self, Jumps.self, MeanReversion.self, RandomWalk.self, Regimes.self,
    Seasonal.self,
  ]
}

extension ObjectReader {
  /// A standard normal drawn anew in each period from a stream of this object.
  func shock(_ key: String = "shock") -> Formula {
    Formula.standardNormal(stream: name(key), drawn: .everyPeriod)
  }

  /// The one of several fields that is there; nil, with a diagnostic, when it is none or more.
  func only(_ fields: Field...) -> Field? {
    let given = fields.filter(has)
    if given.count == 1 { return given[0] }
    let quoted = fields.map { "\"\($0.key)\"" }
    let (zh, en) = (quoted.joined(separator: " 或 "), quoted.joined(separator: " or "))
    context.report(
      Diagnostic(
        .missingKey,
        BilingualText(
          zh: "此处须写且只写 \(zh) 其中一个", en: "this needs exactly one of \(en)"),
        at: node.range, path: path.description,
        expected: BilingualText(zh: "只写 \(zh)", en: "either \(en)"),
        found: given.isEmpty
          ? .noneGiven : BilingualText(zh: "写了不止一个", en: "both")))
    return nil
  }
}
