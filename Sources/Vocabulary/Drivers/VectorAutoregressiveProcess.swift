import Formulas
import Probability
import SourceText

/// Several values each of which depends on the earlier ones of all of them. Formulas name them
/// `drivers.<id>.<variable>`.
///
/// - Source: Lütkepohl, *New Introduction to Multiple Time Series Analysis* (2005), chapter 2.
struct VectorAutoregressiveProcess: Component {
  static let variables = Field(
    "variables", .list(.object(VectorAutoregressiveVariable.descriptor)), zh: "变量",
    en: "the values that move together")
  static let lags = Field(
    "lags", .list(.list(.list(.quantity(.one)))), zh: "系数矩阵，每个滞后期一个，上一期在前；第 i 行为变量 i 所受的影响",
    en: "a matrix of coefficients for each lag, the last period first; row i says what variable i "
      + "takes of the deviation of each, both in their units")
  static let correlation = Field(
    "correlation", .quantity(.one), .optional, zh: "冲击两两的相关系数",
    en: "the correlation of every two shocks")
  static let matrix = Field(
    "matrix", .list(.list(.quantity(.one))), .optional, zh: "冲击的相关矩阵",
    en: "the correlations of the shocks, a row for each variable")

  static let descriptor = ObjectDescriptor(
    "vectorAutoregression", zh: "向量自回归", en: "several values that depend on each other's past",
    fields: [variables, lags, correlation, matrix],
    example: """
      { "variables": [ { "id": "orders", "standardDeviation": 0.02 }, \
      { "id": "jobs", "standardDeviation": 0.01 } ], \
      "lags": [ [[0.6, 0], [0.3, 0.5]] ], "correlation": 0.4 }
      """)

  let indicators: [Indicator]
  /// Of the shocks; nil where they are independent or something is wrong.
  let correlation: Correlation?

  init(_ reader: ObjectReader) {
    let variables = reader.list(Self.variables).map(VectorAutoregressiveVariable.init)
    let coefficients = Self.coefficients(reader, variables.count)
    let shocks = Self.correlations(reader, variables.count)
    guard !variables.isEmpty, let coefficients, !coefficients.isEmpty, let shocks else {
      indicators = variables.map { Self.indicator($0, $0.level(plus: .constant(0, $0.unit))) }
      correlation = nil
      return
    }
    correlation = Self.correlation(reader, variables, shocks)
    let process = VectorAutoregression(variables: variables.count, coefficients: coefficients)
    let starts = Self.starts(reader, variables, process, shocks)
    indicators = variables.indices.flatMap { index in
      Self.indicators(of: index, variables, coefficients, starts)
    }
  }

  // MARK: What is declared

  private static func coefficients(_ reader: ObjectReader, _ count: Int) -> [[Double]]? {
    guard let (node, path) = reader.member(lags) else { return nil }
    guard case .array(let matrices) = node.value, !matrices.isEmpty else {
      reader.context.report(
        wrongType(
          node,
          expected: BilingualText(
            zh: "每个滞后期一个 \(count) 行的矩阵", en: "a matrix of \(count) rows for each lag"),
          path: path))
      return nil
    }
    let read = matrices.enumerated().map { lag, matrix in
      reader.matrix(matrix, path.appending(index: lag), rows: count, columns: count)
    }
    return read.contains { $0 == nil } ? nil : read.compactMap { $0 }
  }

  /// The correlations of the shocks, row by row.
  private static func correlations(_ reader: ObjectReader, _ count: Int) -> [Double]? {
    if let (node, path) = reader.member(matrix) {
      return reader.matrix(node, path, rows: count, columns: count)
    }
    let all = reader.quantity(correlation) ?? 0
    return (0..<count * count).map { $0 / max(count, 1) == $0 % max(count, 1) ? 1 : all }
  }

  private static func correlation(
    _ reader: ObjectReader, _ variables: [VectorAutoregressiveVariable], _ entries: [Double]
  ) -> Correlation? {
    guard reader.has(correlation) || reader.has(matrix) else { return nil }
    let streams = variables.map { $0.reader.name("shock") }
    let place = reader.member(matrix) ?? reader.member(correlation) ?? (reader.node, reader.path)
    do {
      return Correlation(
        name: reader.idPath, streams: streams,
        dependence: try Dependence(
          .scores, .gaussian, variables: streams.count, entries: entries),
        isRepairable: false, origin: reader.node.range,
        place: (place.node.range, place.path.description))
    } catch {
      reader.context.report(correlationDiagnostic(error, streams, at: place.node, place.path))
      return nil
    }
  }
}
