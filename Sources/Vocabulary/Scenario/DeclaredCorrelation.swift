import Formulas
import Probability
import SourceText

/// Random values that move together, joined by a Gaussian copula.
struct DeclaredCorrelation: Component {
  static let streams = Field(
    "streams", .list(.text), zh: "相关的随机量", en: "the id paths of the random values")
  static let correlation = Field(
    "correlation", .quantity(.one), .optional, zh: "两两相关系数",
    en: "the correlation of every two of them")
  static let matrix = Field(
    "matrix", .list(.list(.quantity(.one))), .optional, zh: "相关矩阵",
    en: "a row of correlations for each of them")

  static let descriptor = ObjectDescriptor(
    "correlation", zh: "相关性", en: "random values that move together",
    fields: [streams, correlation, matrix],
    example: #"{ "streams": ["fiscal.vat.shock", "fiscal.stamp.shock"], "correlation": 0.5 }"#)

  let correlation: Correlation?

  init(_ reader: ObjectReader) {
    let streams = reader.texts(Self.streams)
    guard let entries = Self.entries(reader, streams.count) else {
      correlation = nil
      return
    }
    do {
      let matrix = try CorrelationMatrix(variables: streams.count, entries: entries)
      correlation = Correlation(streams: streams, matrix: matrix, origin: reader.node.range)
    } catch {
      correlation = nil
      reader.context.report(Self.diagnostic(error, streams, reader))
    }
  }

  private static func entries(_ reader: ObjectReader, _ count: Int) -> [Double]? {
    if let all = reader.quantity(correlation) {
      return (0..<(count * count)).map { $0 / count == $0 % count ? 1 : all }
    }
    guard let (node, path) = reader.member(matrix) else {
      reader.context.report(
        Diagnostic(
          .missingKey, "a correlation has a number or a matrix", at: reader.node.range,
          path: reader.path.description, expected: "\"correlation\" or \"matrix\""))
      return nil
    }
    let numbers = ValueReader(
      context: reader.context, unit: .one, name: reader.idPath, cadence: .once)
    guard case .array(let rows) = node.value, rows.count == count else {
      reader.context.report(
        wrongType(node, expected: "\(count) rows of \(count) numbers", path: path))
      return nil
    }
    var entries: [Double] = []
    for (index, row) in rows.enumerated() {
      let path = path.appending(index: index)
      guard case .array(let cells) = row.value, cells.count == count else {
        reader.context.report(wrongType(row, expected: "\(count) numbers", path: path))
        return nil
      }
      for (column, cell) in cells.enumerated() {
        guard let number = numbers.number(cell, path.appending(index: column))?.value else {
          return nil
        }
        entries.append(number)
      }
    }
    return entries
  }

  /// What is wrong with the matrix, naming the random values that it is about.
  private static func diagnostic(
    _ error: CorrelationError, _ streams: [String], _ reader: ObjectReader
  ) -> Diagnostic {
    let (node, path) =
      reader.member(matrix) ?? reader.member(correlation) ?? (reader.node, reader.path)
    func mistake(_ code: DiagnosticCode, _ message: String, _ expected: String) -> Diagnostic {
      Diagnostic(
        code, message, at: node.range, path: path.description, expected: expected,
        found: node.excerpt)
    }
    switch error {
    case .wrongSize(let expected, let found):
      return mistake(
        .correlation, "the matrix has \(found) entries", "\(expected) entries")
    case .outOfRange(let row, let column):
      return mistake(
        .correlation,
        "the correlation of '\(streams[row])' and '\(streams[column])' is no correlation",
        "a number from -1 to 1")
    case .diagonalNotOne(let variable):
      return mistake(
        .correlation, "'\(streams[variable])' is not wholly correlated with itself",
        "1 on the diagonal")
    case .asymmetric(let row, let column):
      return mistake(
        .correlation,
        "'\(streams[row])' and '\(streams[column])' have two different correlations",
        "a symmetric matrix")
    case .notPositiveDefinite(let variable):
      let earlier = streams[..<variable].map { "'\($0)'" }.joined(separator: ", ")
      return mistake(
        .notPositiveDefinite,
        "these correlations cannot hold together: '\(streams[variable])' contradicts "
          + "\(earlier)",
        "a positive definite matrix; weaker correlations of '\(streams[variable])'")
    }
  }
}
